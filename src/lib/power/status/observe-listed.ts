import type { SleeperPorts } from '../find-sleepers.js';
import type { Size, Sleeper } from '../model.js';
import { choose } from '../rules/choose.js';
import { judge, type Standing, type StandingState } from '../rules/judge.js';
import { keyOf } from '../rules/names.js';
import type { SleepEntry } from '../sleep-entry.js';
import { readListed } from './read-listed.js';
import { tolerantRead, type Unread } from './unread.js';

/** Something of the list that is there, and what it is to exops. */
export interface Stood {
  readonly sleeper: Sleeper;
  /** Of several lines that choose it, what all of them say. */
  readonly entry: SleepEntry;
  readonly standing: Standing;
  /** What the schedule that put it to sleep wakes it to: undefined in here for what is only on or off. */
  readonly scheduled: { readonly size: Size | undefined } | undefined;
  /** It is awake, and has a record: schedules of ours, which remove none, put it to sleep and wake it. */
  readonly isWokenBySchedule: boolean;
}

export interface ListSources {
  readonly ports: SleeperPorts;
  readonly entries: readonly SleepEntry[];
  now(): number;
  /** What schedules of ours put to sleep, by `keyOf` a sleeper; asked only where something sleeps without a record, or is awake with one. */
  scheduled(signal: AbortSignal): Promise<ReadonlyMap<string, Size | undefined>>;
}

/** The `sleep` list as it is now. */
export interface ObservedList {
  /** When that was; milliseconds since the epoch. */
  readonly at: number;
  /** In the order of the file. */
  readonly found: readonly Stood[];
  /** Lines that choose nothing. */
  readonly missing: readonly SleepEntry[];
  /** Lines of which nothing could be read. */
  readonly unknown: readonly SleepEntry[];
  readonly unread: readonly Unread[];
}

/** Reads it, all kinds at once; what can't be read is left out. @throws when nothing of it could be read */
export async function observeListed(
  { ports, entries, now, scheduled }: ListSources,
  signal: AbortSignal,
): Promise<ObservedList> {
  const unread: Unread[] = [];
  const read = tolerantRead((one) => unread.push(one), signal);
  const { listed, unread: unknown } = await readListed(ports, entries, read);
  // What doesn't answer now may answer later, and is said rather than a right that is missing.
  const [first] = unread;
  if (first !== undefined && unknown.length === entries.length)
    throw (unread.find(({ isRight }) => !isRight) ?? first).error;
  const at = now();
  const { chosen, missing } = choose(listed, []);
  const judged = chosen.map(({ sleeper, entry }) => ({
    ...{ sleeper, entry, standing: judge(sleeper, at) },
  }));
  const isUnexplained = judged.some(({ standing: { state } }) => unexplained.has(state));
  const sizes = isUnexplained ? await read('schedules', scheduled, nothing) : nothing;
  const found = judged.map(
    (one): Stood => ({
      ...one,
      scheduled: scheduledIn(sizes, one),
      isWokenBySchedule: one.standing.state === 'half-done' && sizes.has(keyOf(one.sleeper)),
    }),
  );
  return { at, found, missing, unknown, unread };
}

const unexplained: ReadonlySet<StandingState> = new Set(['stopped by others', 'half-done']);
const nothing: ReadonlyMap<string, Size | undefined> = new Map();

function scheduledIn(
  sizes: ReadonlyMap<string, Size | undefined>,
  { sleeper, standing }: Pick<Stood, 'sleeper' | 'standing'>,
): Stood['scheduled'] {
  const key = keyOf(sleeper);
  return standing.state === 'stopped by others' && sizes.has(key) ? { size: sizes.get(key) } : undefined;
}
