import type { Target } from '../../change/plan-document.js';
import { unreadDocument } from '../status/unread-notes.js';
import { type Amounts, type CostRow, hoursPerMonth } from './cost.js';
import { partWords } from './cost-words.js';
import type { CostReport } from './observe-cost.js';

/** The documented shape of `dev cost -o json`. */
const costSchema = 'exops.dev-cost/v1';

/** The same for programs. What isn't known is null, and in no sum. */
export function costDocument(target: Target, report: CostReport) {
  const { cost, savings, unread, prices, at } = report;
  return {
    ...{ schema: costSchema, target, at: isoTime(at), currency: 'USD', hoursPerMonth },
    rows: cost.rows.map(rowDocument),
    total: { ...usdDocument(cost.total), unknownRows: cost.unknown },
    saved: {
      ...{ from: isoTime(savings.from), usd: savings.usd, onlyWithRecord: true },
      resources: savings.resources.map(({ resource, from, hours, usd }) => ({
        ...{ resource, from: isoTime(from), hours, usd: usd ?? null },
      })),
    },
    notRead: [...unread, ...(prices.unread === undefined ? [] : [prices.unread])].map(unreadDocument),
  };
}

function rowDocument(row: CostRow) {
  const { resource, kind, awake, asleep, price, found, costs, isSpot, count } = row;
  return {
    ...{ resource, kind, part: partWords(row), count, spot: isSpot },
    quantity: { awake: awake ?? null, asleep: asleep ?? null, unit: price.unit },
    price: { name: price.name, usd: found?.usd ?? null, from: found?.from ?? null },
    ...(costs === undefined ? { usdPerHour: null, usdPerMonth: null } : usdDocument(costs)),
  };
}

function usdDocument({ awake, asleep }: { readonly awake: Amounts; readonly asleep: Amounts }) {
  return {
    usdPerHour: { awake: awake.hour, asleep: asleep.hour },
    usdPerMonth: { awake: awake.month, asleep: asleep.month },
  };
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}
