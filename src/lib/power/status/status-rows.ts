import type { StandingState } from '../rules/judge.js';
import { nameOf, selectorWords } from '../rules/names.js';
import type { SleepEntry } from '../sleep-entry.js';
import type { ObservedList, Stood } from './observe-listed.js';

/**
 * What a line of the table says of a resource. `bad record`: its record can't be read. `unknown`: it couldn't be read
 * itself.
 */
export type RowState = StandingState | 'skipped' | 'bad record' | 'missing' | 'unknown';

export interface StatusRow {
  /** `rds exchange-dev-mysql`; not yet printable. */
  readonly name: string;
  readonly state: RowState;
  /** By its record, else by its system, where either tells. */
  readonly since: Since | undefined;
  /** Undefined for what is missing or unknown. */
  readonly found: Stood | undefined;
  /** Where its line stands: `exops.yaml:41:9`. */
  readonly at: string;
}

export interface Since {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Who put it to sleep; undefined when the time isn't that of a record. */
  readonly by: string | undefined;
}

/** Pure: a row for each resource, those that aren't there at the end. */
export function statusRows({ found, missing, unknown }: ObservedList): readonly StatusRow[] {
  return [
    ...found.map(rowOf),
    ...missing.map((entry) => absentRow(entry, 'missing')),
    ...unknown.map((entry) => absentRow(entry, 'unknown')),
  ];
}

function rowOf(found: Stood): StatusRow {
  const { sleeper, entry } = found;
  return { name: nameOf(sleeper), state: stateOf(found), since: sinceOf(found), found, at: entry.at };
}

function absentRow({ selector, at }: SleepEntry, state: RowState): StatusRow {
  return { name: selectorWords(selector), state, since: undefined, found: undefined, at };
}

function stateOf({ sleeper, entry, standing, scheduled, isWokenBySchedule }: Stood): RowState {
  if (entry.skip) return 'skipped';
  if (isWokenBySchedule) return 'awake';
  if (scheduled !== undefined) return 'asleep';
  const isRecordBad = standing.state === 'unusable' && sleeper.state !== 'unusable';
  return isRecordBad ? 'bad record' : standing.state;
}

function sinceOf({ sleeper, standing: { record } }: Stood): Since | undefined {
  if (record !== undefined) return { at: record.at, by: record.by };
  return sleeper.since === undefined ? undefined : { at: sleeper.since, by: undefined };
}
