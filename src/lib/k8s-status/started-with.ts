import type { Change, KnownValue, Timeline } from './timeline.js';

/** When a container started. */
export interface Start {
  /** Seconds since the epoch. */
  readonly second: number;
  /** What its pod was restarted with: `kubectl.kubernetes.io/restartedAt`. */
  readonly stamp: string | undefined;
  /** The second when its pod was made. */
  readonly madeAt?: number | undefined;
  /** It reads a file, which is refreshed in its own time. */
  readonly isMounted?: boolean;
}

export interface StartedWith {
  readonly state: 'current' | 'out of date' | 'uncertain';
  /** Undefined when nobody knows it, or it isn't shown. */
  readonly value: string | undefined;
  /** What it missed, or may have; undefined when it missed nothing. */
  readonly missed: Change | undefined;
}

/** A container reads the secret a moment before it is said to have started. */
const readAhead = 1;
/** https://kubernetes.io/docs/tasks/inject-data-application/distribute-credentials-secure/: the sync period and the cache. */
const slowestRefresh = 120;

/**
 * Pure: which of a key's values a container was started with. Times have whole seconds, so one that started in the second
 * of a change may have read either; where the two are the same, it doesn't matter.
 */
export function startedWith(changes: Timeline, start: Start): StartedWith {
  const values: readonly KnownValue[] = [undefined, ...changes.map(({ after }) => after)];
  const seen = changes.findLastIndex((change) => isAfter(start, change)) + 1;
  const notSeen = changes.findIndex((change, index) => index >= seen && start.second < change.earliest);
  const mayHaveSeen = notSeen === -1 ? changes.length : notSeen;
  const today = values.at(-1);
  const isToday = (value: KnownValue) => value !== undefined && value === today;
  const possible = values.slice(seen, mayHaveSeen + 1);
  const [one, ...others] = new Set(possible);
  const value = others.length === 0 ? (one ?? undefined) : undefined;
  if (seen === changes.length || possible.every(isToday))
    return { state: 'current', value, missed: undefined };
  const isForgotten = changes.some((change, index) => change.isForgotten === true && index + 1 >= seen);
  const isOld = mayHaveSeen < changes.length && !possible.some(isToday) && !isForgotten;
  if (isOld) return { state: 'out of date', value, missed: changes[mayHaveSeen] };
  return { state: 'uncertain', value, missed: changes[mayHaveSeen - 1] };
}

function isAfter({ second, stamp, madeAt = Number.NaN, isMounted = false }: Start, change: Change): boolean {
  if (stamp !== undefined && stamp === change.stamp) return true;
  // Two times of one clock: nothing of a pod that was made later can have read what was there before.
  if (change.isServers === true && madeAt > change.latest) return true;
  const isRefreshed = isMounted && madeAt <= change.latest + readAhead;
  return second > change.latest + (isRefreshed ? slowestRefresh : readAhead);
}
