import { atMost } from './at-most.js';

/** What AWS and an API server bear of one client, without throttling it. */
export const usuallyAtOnce = 10;

/**
 * The result for each item, in their order, so many asked for at a time. The first failure is thrown, once the others have
 * ended.
 * @param signal never ends when left out
 * @throws the signal's reason when it was aborted
 */
export async function mapAtMost<Item, Result>(
  most: number,
  items: readonly Item[],
  signal: AbortSignal | undefined,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  await atMost(most, items, signal ?? new AbortController().signal, async (item, index, either) => {
    results[index] = await work(item, either);
  });
  return results;
}
