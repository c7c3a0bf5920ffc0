/**
 * Does the work for every item, so many at a time, in their order. The first failure aborts the signal that the others
 * were given and is thrown once they have ended; what hasn't begun by then isn't begun.
 * @throws the outer signal's reason when that was aborted
 */
export async function atMost<Item>(
  most: number,
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, index: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  const failures: unknown[] = [];
  const queue = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !either.aborted; next = queue.shift()) {
      const [index, item] = next;
      await work(item, index, either).catch((error: unknown) => {
        failures.push(error);
        stop.abort();
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}
