import type { SleepEntry } from '../sleep-entry.js';
import { type BillSources, type Bills, costNow, membersOf, observeBills } from '../status/observe-bills.js';
import { type ListSources, observeListed } from '../status/observe-listed.js';
import type { Unread } from '../status/unread.js';
import type { Cost } from './cost.js';
import { type Savings, savingsOf } from './saved.js';

export interface CostReport extends Pick<Bills, 'prices' | 'isVpcKnown'> {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly cost: Cost;
  readonly savings: Savings;
  /** What is left out of it, but for prices. */
  readonly unread: readonly Unread[];
  /** Lines of the list of which nothing could be read. */
  readonly unknown: readonly SleepEntry[];
}

/** What the environment costs awake and asleep, and what was saved. @throws when nothing of it could be read */
export async function observeCost(
  listed: ListSources,
  sources: BillSources,
  signal: AbortSignal,
): Promise<CostReport> {
  const list = await observeListed(listed, signal);
  const bills = await observeBills(sources, list, signal);
  const cost = costNow(list.found, bills);
  return {
    ...{ at: list.at, cost, prices: bills.prices, isVpcKnown: bills.isVpcKnown },
    savings: savingsOf(membersOf(list.found), cost.rows, list.at),
    unread: [...list.unread, ...bills.unread],
    unknown: list.unknown,
  };
}
