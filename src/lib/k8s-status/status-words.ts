import { timeWords } from '../bootstrap/time-words.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import type { PodVerdict } from './model.js';
import type { Change } from './timeline.js';

/** `10.0.11.8:9092`, `before the change of 2026-11-21 13:02 UTC (kubectl-patch)`, `CrashLoopBackOff, exit 1` */
export function startWords(verdict: Omit<PodVerdict, 'pod'>): string {
  const { state, value, isMounted, missed, trouble } = verdict;
  if (trouble !== undefined) return trouble;
  const words = knownWords(state, value, missed);
  return isMounted ? `${words} (mounted)` : words;
}

function knownWords(
  state: PodVerdict['state'],
  value: string | undefined,
  missed: Change | undefined,
): string {
  if (state === 'uncertain') return uncertainWords(missed);
  if (value !== undefined) return hostsWords(value);
  return missed === undefined ? "today's value" : `before the change of ${changeWords(missed)}`;
}

/** Either the second of the change is its own, or nobody knows when exactly, or what, was changed. */
function uncertainWords(missed: Change | undefined): string {
  if (missed === undefined || !Number.isFinite(missed.latest))
    return 'unknown: nothing says when it was changed';
  const which = changeWords(missed);
  return missed.latest - missed.earliest <= second
    ? `unknown: it started as the change of ${which} came`
    : `unknown: it may be from before ${which}`;
}

const second = 1;

/** A list of hosts as it is shown. */
export function hostsWords(hosts: string): string {
  const trimmed = hosts.trim();
  return trimmed === '' ? '(empty)' : printable(trimmed);
}

/** `2026-11-21 13:02 UTC (kim)` */
function changeWords({ latest, by }: Pick<Change, 'latest' | 'by'>): string {
  return `${timeWords(latest)}${byWords(by)}`;
}

/** ` (kim)`; nothing where nobody knows, as of a program that didn't name itself: the API server calls it `unknown`. */
export function byWords(by: string): string {
  return by === '' || by === 'unknown' ? '' : ` (${printable(by)})`;
}

/** Pods of a like start together, most of them first; how many they are is said when there are several kinds. */
export function startsOf(pods: readonly PodVerdict[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const pod of pods) {
    const words = startWords(pod);
    counts.set(words, (counts.get(words) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  if (sorted.length < 2) return sorted.map(([words]) => words);
  return sorted.map(([words, count]) => `${countOf(count, 'pod')}: ${words}`);
}
