import { formatElapsed } from '../../terminal/elapsed.js';
import { beginOfCheck } from './check-name.js';
import { checkSettings } from './check-settings.js';

/** A check that is older isn't running: none goes on for longer than `longestCheckMs`. */
const safeAgeMs = 3_600_000;
/** Milliseconds. */
export const longestCheckMs = 10 * 60_000;

/** A topic that is called as those of checks are. */
export interface SeenTopic {
  readonly kind: 'topic';
  readonly name: string;
  readonly partitions: number;
  /** What is set on the topic itself; undefined where that can't be read. */
  readonly settings: ReadonlyMap<string, string | null> | undefined;
}

/** A group that is called as those of checks are. */
export interface SeenGroup {
  readonly kind: 'group';
  readonly name: string;
  readonly check: string;
  readonly coordinator: number;
  readonly state: string | undefined;
  /** Whether offsets of it are there, which a check never commits; undefined where that can't be read. */
  readonly hasOffsets: boolean | undefined;
}

export interface SeenGroups {
  readonly groups: readonly SeenGroup[];
  /** Whether every broker told its groups. */
  readonly areAll: boolean;
}

/** Pure: why a topic is left alone; undefined for one that a killed check has left. */
export function whyKeepTopic(
  { name, partitions, settings }: SeenTopic,
  { groups, areAll }: SeenGroups,
  now: number,
): string | undefined {
  const age = whyTooYoung(name, now);
  if (age !== undefined) return age;
  if (settings === undefined) return "its settings can't be read, so nothing shows that exops made it";
  const marks = Object.entries(checkSettings(name, partitions));
  if (marks.some(([key, value]) => settings.get(key) !== value))
    return "its settings aren't those of a check, so it may be somebody else's";
  if (!areAll) return 'not every broker tells its groups, so a check may be using it';
  const isUsed = groups.some(({ check, state }) => check === name && state !== 'Empty' && state !== 'Dead');
  return isUsed ? 'a group of it has members: a check is running' : undefined;
}

/** Pure: the same of a group. One that is empty and has no offsets holds nothing that could be lost. */
export function whyKeepGroup({ check, state, hasOffsets }: SeenGroup, now: number): string | undefined {
  const age = whyTooYoung(check, now);
  if (age !== undefined) return age;
  if (state !== 'Empty' && state !== 'Dead') return 'it has members: a check is running';
  if (hasOffsets === undefined) return "its offsets can't be read, so nothing shows that exops made it";
  return hasOffsets ? "it has offsets, which a check's never have" : undefined;
}

function whyTooYoung(check: string, now: number): string | undefined {
  const began = beginOfCheck(check);
  if (began === undefined) return "its name isn't a check's";
  const age = now - began;
  if (age >= safeAgeMs) return undefined;
  return age < 0
    ? 'its time is in the future'
    : `another check may be using it, which began ${formatElapsed(age)} ago`;
}
