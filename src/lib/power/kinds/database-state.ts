import type { SleeperState } from '../model.js';

const steady: ReadonlyMap<string, SleeperState> = new Map([
  ['available', 'awake'],
  ['stopped', 'asleep'],
  ['stopping', 'falling asleep'],
  ['starting', 'waking'],
]);

const broken =
  /^(?:incompatible-|inaccessible-encryption-credentials|insufficient-capacity$|storage-full$|(?:\w+-)*(?:failed|error)$|deleting$)/;

/**
 * What a database's or a cluster's status means: RDS stops only what is available and starts only what is stopped, so
 * that whatever it is at otherwise (`backing-up`, `configuring-enhanced-monitoring`) has to end first.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html
 */
export function databaseState(status: string): SleeperState {
  return steady.get(status) ?? (broken.test(status) ? 'unusable' : 'busy');
}

const longestStopMs = 7 * 86_400_000;

/**
 * Since when it is stopped, and when AWS starts it by itself: exactly seven days later.
 * @param automaticRestartAt milliseconds since the epoch
 */
export function stoppedTimes(state: SleeperState, automaticRestartAt: number | undefined) {
  if (state !== 'asleep' || automaticRestartAt === undefined)
    return { since: undefined, startsItselfAt: undefined };
  return { since: automaticRestartAt - longestStopMs, startsItselfAt: automaticRestartAt };
}

/** What stopping costs any database. */
export const startsItself = { text: 'AWS starts it again by itself after 7 days', isData: false } as const;
