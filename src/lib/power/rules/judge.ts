import type { Sleeper, SleeperState } from '../model.js';
import { readRecord, type SleepRecord } from '../record.js';
import { misfit, sameSize, sizeWords } from './sizes.js';

/**
 * What a sleeper is to exops, by its state and its record. `half-done`: it has a record and isn't asleep, and nothing
 * is going on. `drifted`: its size and its record don't fit each other. `stopped by others`: it is asleep, and there is no
 * record. `unusable`: it can't be used as it is, or its record can't be read.
 */
export type StandingState =
  | Exclude<SleeperState, 'unusable'>
  | 'half-done'
  | 'drifted'
  | 'stopped by others'
  | 'unusable';

export interface Standing {
  readonly state: StandingState;
  /** Absent when there is none, or it can't be read. */
  readonly record?: SleepRecord;
  /** What is wrong, or good to know; in words that stand after a colon. Not yet printable. */
  readonly problem?: string;
}

/** A run is known to end, or to have gone on, within this time; milliseconds. */
const youngMs = 600_000;

/** RDS starts what was stopped after seven days. */
const restartAfterMs = 7 * 86_400_000;

/** @param now milliseconds since the epoch */
export function judge(sleeper: Sleeper, now: number): Standing {
  const record = recordOf(sleeper);
  if (sleeper.state === 'unusable')
    return {
      state: 'unusable',
      problem: sleeper.trouble ?? `it is ${sleeper.status}`,
      ...(record === undefined || 'problem' in record ? {} : { record }),
    };
  if (record === undefined) return withoutRecord(sleeper);
  if ('problem' in record) return { state: 'unusable', problem: record.problem };
  const drift = driftOf(sleeper, record);
  if (drift !== undefined) return { state: 'drifted', record, problem: drift };
  return { ...stateWith(sleeper, record, now), record };
}

/** A record is younger than any run that wrote it can be given up for. */
export function isYoung({ at }: SleepRecord, now: number): boolean {
  return Math.abs(now - at) < youngMs;
}

/** The record of a sleeper, or why its text is none; undefined when there is no text. */
export function recordOf({
  record: text,
  size,
}: Pick<Sleeper, 'record' | 'size'>): SleepRecord | { readonly problem: string } | undefined {
  if (text === undefined) return undefined;
  const record = readRecord(text);
  const isShort = !('problem' in record) && size !== undefined && record.size === undefined;
  return isShort ? { problem: 'it does not say what to wake to (desired=…)' } : record;
}

function withoutRecord({ state }: Sleeper): Standing {
  if (state === 'asleep' || state === 'unusable') return { state: 'stopped by others' };
  return { state };
}

/** What is being put to sleep has no size any more to compare. */
function driftOf({ size, state }: Sleeper, record: SleepRecord): string | undefined {
  if (size === undefined || record.size === undefined) return undefined;
  const recorded = `its record says ${sizeWords(record.size)}`;
  const short = misfit(record.size, size);
  if (short !== undefined) return `${recorded}, and ${short}`;
  const isSized = size.desired > 0 && state !== 'falling asleep' && state !== 'asleep';
  return isSized && !sameSize(size, record.size)
    ? `${recorded}, and it is ${sizeWords(size)} now`
    : undefined;
}

function stateWith(
  { kind, state }: Sleeper,
  record: SleepRecord,
  now: number,
): Pick<Standing, 'state' | 'problem'> {
  const isDatabase = kind === 'rds' || kind === 'rds-cluster';
  const startsItself = isDatabase && now - record.at >= restartAfterMs;
  const byItself =
    startsItself && (state === 'awake' || state === 'waking')
      ? { problem: 'AWS started it by itself, as it does after 7 days' }
      : {};
  return { state: state === 'awake' ? 'half-done' : state, ...byItself };
}
