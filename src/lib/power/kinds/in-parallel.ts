import { atMost } from '../../at-most.js';

/** What AWS and an API server bear of one client, without throttling it. */
export const mostAtOnce = 10;

/** The result for each item, in their order, at most ten asked for at a time. The first failure is thrown. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const whole = signal ?? new AbortController().signal;
  await atMost(mostAtOnce, items, whole, async (item, index, ownSignal) => {
    // The requests of one moment would be too many listeners of one and the same signal.
    results.set(index, await work(item, AbortSignal.any([ownSignal])));
  });
  return [...results].sort(([one], [other]) => one - other).map(([, result]) => result);
}
