import type { Target } from '../../change/plan-document.js';
import type { Size } from '../model.js';
import type { StatusReport } from './observe-status.js';
import type { StatusRow } from './status-rows.js';
import { isoSecond } from './status-words.js';
import { type StillBilled, stillBilled } from './still-billed.js';
import { unreadDocument } from './unread-notes.js';

/** The documented shape of `dev status -o json`. */
const statusSchema = 'exops.dev-status/v1';

/** What was observed, for programs; what isn't known is null. */
export function statusDocument(target: Target, report: StatusReport) {
  const { list, rows, cost, unread, unpriced } = report;
  return {
    ...{ schema: statusSchema, target, at: isoSecond(list.at) },
    resources: rows.map(rowDocument),
    stillBilled: stillBilled(cost).map(billedDocument),
    usdPerDay: {
      asleep: perDay(cost.total.asleep.hour),
      awake: perDay(cost.total.awake.hour),
      unknownPrices: cost.unknown,
    },
    notRead: [...unread, ...(unpriced === undefined ? [] : [unpriced])].map(unreadDocument),
  };
}

function rowDocument({ name, state, since, found, at }: StatusRow) {
  const line = { name, state, configured: at };
  if (found === undefined) return { ...line, ...nothingKnown };
  const { sleeper, standing, entry, scheduled } = found;
  const to = standing.record ?? scheduled;
  return {
    ...line,
    ...{ kind: sleeper.kind, id: sleeper.id, is: sleeper.state, systemState: sleeper.status },
    since: since === undefined ? null : { at: isoSecond(since.at), by: since.by ?? null },
    size: sizeDocument(sleeper.size),
    wakesTo: to === undefined ? null : (sizeDocument(to.size) ?? 'on'),
    bySchedule: scheduled !== undefined,
    record: sleeper.record ?? null,
    problem: standing.problem ?? null,
    trouble: sleeper.trouble ?? null,
    startsItselfAt: sleeper.startsItselfAt === undefined ? null : isoSecond(sleeper.startsItselfAt),
    never: sleeper.never ?? null,
    wake: entry.wake,
  };
}

const nothingKnown = {
  ...{ kind: null, id: null, is: null, systemState: null, since: null, size: null, wakesTo: null },
  ...{
    bySchedule: false,
    record: null,
    problem: null,
    trouble: null,
    startsItselfAt: null,
    never: null,
    wake: null,
  },
};

function sizeDocument(size: Size | undefined) {
  if (size === undefined) return null;
  return { desired: size.desired, min: size.min ?? null, max: size.max ?? null };
}

function billedDocument({ kind, count, gib, usdPerDay, rows }: StillBilled) {
  const resources = [...new Set(rows.map(({ resource }) => resource))];
  return { kind, count, gib: gib ?? null, usdPerDay: usdPerDay ?? null, resources };
}

function perDay(hour: number): number {
  return Number((hour * 24).toFixed(2));
}
