import { UsageError } from '../../errors.js';
import type { Chosen } from './choose.js';
import { isCalled, keyOf, nameOf } from './names.js';
import type { WakesTo } from './wakes-to.js';

/**
 * What was said that each of them wakes to, by its key.
 * @throws UsageError for a name that isn't one of theirs, or of two
 */
export function wishesOf(
  chosen: readonly Chosen[],
  wakesTo: ReadonlyMap<string, WakesTo>,
): ReadonlyMap<string, WakesTo> {
  return new Map(
    [...wakesTo].map(([word, wish]) => {
      const [first, second] = chosen.filter(({ sleeper }) => isCalled(sleeper, word));
      if (first === undefined)
        throw new UsageError(`--wakes-to ${JSON.stringify(word)} is none of these. Nothing has changed.`, {
          hint: `It can be: ${chosen.map(({ sleeper }) => JSON.stringify(nameOf(sleeper))).join(', ')}`,
        });
      if (second !== undefined)
        throw new UsageError(
          `--wakes-to ${JSON.stringify(word)} is ${nameOf(first.sleeper)} and ${nameOf(second.sleeper)}. Nothing has changed.`,
          { hint: 'Write it with its kind.' },
        );
      return [keyOf(first.sleeper), wish] as const;
    }),
  );
}
