import type { Cost, CostRow } from '../cost/cost.js';
import { type BillSources, type Bills, costNow, observeBills } from './observe-bills.js';
import { type ListSources, type ObservedList, observeListed } from './observe-listed.js';
import { type StatusRow, statusRows } from './status-rows.js';
import type { Unread } from './unread.js';

export interface StatusReport {
  readonly list: ObservedList;
  readonly rows: readonly StatusRow[];
  readonly cost: Cost;
  /** What is left out of it, but for prices. */
  readonly unread: readonly Unread[];
  /** Why the price list couldn't be asked, where a price is missing for it. */
  readonly unpriced: Unread | undefined;
}

/** Looks again each time it is called; what is billed beside the list is read anew when that is `freshMs` old. */
export type StatusObserver = (signal: AbortSignal) => Promise<StatusReport>;

const freshMs = 300_000;

/** @throws what leaves nothing to show */
export function statusObserver(listed: ListSources, sources: BillSources): StatusObserver {
  let bills: Bills | undefined;
  let billed = '';
  let billedAt = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    const list = await observeListed(listed, signal);
    const there = namesIn(list);
    if (bills === undefined || there !== billed || list.at - billedAt >= freshMs) {
      bills = await observeBills(sources, list, signal);
      [billed, billedAt] = [there, list.at];
    }
    const cost = costNow(list.found, bills);
    return {
      ...{ list, rows: statusRows(list), cost, unread: [...list.unread, ...bills.unread] },
      unpriced: cost.rows.some(isUnpriced) ? bills.prices.unread : undefined,
    };
  };
}

/** The price list may have its price. */
function isUnpriced({ found, price }: CostRow): boolean {
  return found === undefined && price.query !== undefined;
}

/** With what is new come other volumes and prices. */
function namesIn({ found }: ObservedList): string {
  return found
    .map(({ sleeper: { kind, id } }) => `${kind} ${id}`)
    .sort()
    .join('\n');
}
