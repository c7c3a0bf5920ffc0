import { UsageError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import { didYouMean } from '../../yaml/nearest.js';
import type { Listed } from '../find-sleepers.js';
import type { Sleeper } from '../model.js';
import type { SleepEntry } from '../sleep-entry.js';
import { isCalled, isSelected, keyOf, nameOf, selectorWords } from './names.js';

/** A sleeper with what exops.yaml says of it. */
export interface Chosen {
  readonly sleeper: Sleeper;
  /** Of several lines that choose it: skipped, manual and in the order that any of them says. */
  readonly entry: SleepEntry;
  /** On the command line. */
  readonly isNamed: boolean;
}

export interface Choice {
  /** In the order of the file. */
  readonly chosen: readonly Chosen[];
  /** Lines that choose nothing. */
  readonly missing: readonly SleepEntry[];
}

/**
 * What of the list is meant: all of it, or what the words name.
 * @throws UsageError when a word names nothing of the list, or two things
 */
export function choose(listed: readonly Listed[], words: readonly string[]): Choice {
  const merged = mergedSleepers(listed);
  const missing = listed.filter(({ sleepers, entry }) => sleepers.length === 0 && !entry.skip);
  const missingEntries = missing.map(({ entry }) => entry);
  if (words.length === 0)
    return { chosen: merged.map((one) => ({ ...one, isNamed: false })), missing: missingEntries };
  const named = new Set(words.flatMap((word) => meant(word, merged, missingEntries)));
  return {
    chosen: merged
      .filter(({ sleeper }) => named.has(keyOf(sleeper)))
      .map((one) => ({ ...one, isNamed: true })),
    missing: missingEntries.filter(({ selector }) => words.some((word) => isSelected(selector, word))),
  };
}

/**
 * The key of what a word means; undefined when a line names it and there is none.
 * @throws UsageError
 */
function meant(word: string, merged: readonly OfFile[], missing: readonly SleepEntry[]): readonly string[] {
  const found = merged.filter(({ sleeper }) => isCalled(sleeper, word));
  const [first, second] = found;
  if (first === undefined && missing.some(({ selector }) => isSelected(selector, word))) return [];
  const known = [
    ...merged.map(({ sleeper }) => nameOf(sleeper)),
    ...missing.map(({ selector }) => selectorWords(selector)),
  ];
  if (first === undefined)
    throw new UsageError(
      printable(
        `The sleep list of exops.yaml has no "${word}"${didYouMean(word, withoutKinds(known))}. Nothing has changed.`,
      ),
      { hint: printable(`It has: ${known.join(', ')}`) },
    );
  if (second !== undefined)
    throw new UsageError(
      printable(
        `"${word}" is ${found.map(({ sleeper }) => nameOf(sleeper)).join(' and ')}. Nothing has changed.`,
      ),
      { hint: `Write it with its kind, in quotes: "${printable(nameOf(first.sleeper))}"` },
    );
  return [keyOf(first.sleeper)];
}

/** A word is near a name, or near a name with its kind. */
function withoutKinds(names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [name, name.slice(name.indexOf(' ') + 1)]);
}

type OfFile = Omit<Chosen, 'isNamed'>;

function mergedSleepers(listed: readonly Listed[]): readonly OfFile[] {
  const merged = new Map<string, OfFile>();
  for (const { entry, sleepers } of listed) {
    for (const sleeper of sleepers) {
      const before = merged.get(keyOf(sleeper));
      merged.set(keyOf(sleeper), {
        sleeper,
        entry: before === undefined ? entry : mergedEntry(before.entry, entry),
      });
    }
  }
  return [...merged.values()];
}

function mergedEntry(one: SleepEntry, other: SleepEntry): SleepEntry {
  return {
    ...one,
    order: one.order ?? other.order,
    skip: one.skip || other.skip,
    wake: one.wake === 'manual' ? 'manual' : other.wake,
  };
}
