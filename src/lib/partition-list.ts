import { UsageError } from './errors.js';

/** A topic has fewer; a longer list is a slip of the keyboard. */
const most = 200_000;

/**
 * `0,2,5-7` → their numbers, each once, in order; the same for every command.
 * @param flag what a person gave it to: `--partition`
 * @throws UsageError
 */
export function parsePartitions(flag: string, ...lists: readonly string[]): readonly number[] {
  const text = lists.join(',');
  const numbers = new Set<number>();
  for (const part of text.split(',')) {
    const [, first = '', last = first] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from || numbers.size + to - from > most)
      throw new UsageError(`${flag} ${text}: expected numbers such as 0,2,5-7.`);
    for (let id = from; id <= to; id++) numbers.add(id);
  }
  return [...numbers].sort((a, b) => a - b);
}

/** `0-3,7`: the numbers of partitions, runs of them together; empty for none. */
export function partitionRanges(partitions: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const id of [...new Set(partitions)].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run !== undefined && run.last === id - 1) run.last = id;
    else runs.push({ first: id, last: id });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

/** `partitions 0-2`, `partition 7`. */
export function partitionsWords(ids: readonly number[]): string {
  return `${ids.length === 1 ? 'partition' : 'partitions'} ${partitionRanges(ids)}`;
}
