import { UsageError } from './errors.js';

/** A topic has fewer; a longer list is a slip of the keyboard. */
const most = 1_000_000;

/**
 * `0,2,5-7` → their numbers, each once, in order; the same for every command.
 * @param flag what a person gave it to: `--partition`
 * @throws UsageError
 */
export function parsePartitions(flag: string, ...lists: readonly string[]): readonly number[] {
  const text = lists.join(',');
  const numbers = text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from || to - from > most)
      throw new UsageError(`${flag} ${text}: expected numbers such as 0,2,5-7.`);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}
