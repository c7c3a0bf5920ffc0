import type { ExopsError } from '../errors.js';
import { mapAtMost } from '../map-at-most.js';
import { unreadOf } from '../power/status/unread.js';
import { matches } from './judge.js';
import { leftoverAddress, leftoverLogGroup, leftoverSnapshot, leftoverVolume } from './leftover-of.js';
import { logGroupPrefixes } from './log-folders.js';
import {
  type Leftover,
  type LeftoverKind,
  type LeftoverPort,
  type LeftoverSelection,
  leftoverKey,
  leftoverKinds,
} from './model.js';

export interface FoundLeftovers {
  /** By kind, and in a kind by name. */
  readonly leftovers: readonly Leftover[];
  /** Kinds that could not be read, and why. */
  readonly unread: readonly UnreadKind[];
}

export interface UnreadKind {
  readonly kind: LeftoverKind;
  readonly error: ExopsError;
}

type Answer = { readonly found: readonly Leftover[] } | UnreadKind;

/**
 * Those that are meant. All kinds are read at the same time, and the rest is of use where one can't be.
 * Log groups are found by their names only: AWS lists none by their tags.
 * @throws ExopsError when nothing could be read
 */
export async function readLeftovers(
  port: LeftoverPort,
  selection: LeftoverSelection,
  signal: AbortSignal,
): Promise<FoundLeftovers> {
  const readers = readersOf(port, selection);
  const kinds = leftoverKinds.filter((kind) => kind !== 'log group' || selection.prefixes.length > 0);
  const answers = await Promise.all(kinds.map((kind) => settled(kind, readers[kind](signal), signal)));
  const unread = answers.flatMap((answer) => ('error' in answer ? [answer] : []));
  const [first] = unread;
  if (first !== undefined && unread.length === kinds.length) throw first.error;
  const found = answers.flatMap((answer) => ('found' in answer ? answer.found : []));
  return { leftovers: found.filter((one) => matches(one, selection)).sort(byKindAndName), unread };
}

type Reader = (signal: AbortSignal) => Promise<readonly Leftover[]>;

function readersOf(port: LeftoverPort, { prefixes, tags }: LeftoverSelection): Record<LeftoverKind, Reader> {
  const filter = Object.keys(tags).length === 0 ? 'all' : { tags };
  return {
    volume: async (signal) => (await port.volumes(filter, signal)).map(leftoverVolume),
    'Elastic IP': async (signal) => (await port.addresses(filter, signal)).map(leftoverAddress),
    snapshot: async (signal) => (await port.snapshots(filter, signal)).map(leftoverSnapshot),
    'log group': (signal) => readLogGroups(port, prefixes, signal),
  };
}

async function readLogGroups(
  port: LeftoverPort,
  prefixes: readonly string[],
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const wanted = [...new Set(prefixes.flatMap(logGroupPrefixes))];
  const groups = await mapAtMost(atOnce, wanted, signal, (prefix, own) => port.logGroups(prefix, own));
  return [...new Map(groups.flat().map((group) => [group.name, leftoverLogGroup(group)])).values()];
}

/** CloudWatch Logs takes ten requests a second: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const atOnce = 5;

async function settled(
  kind: LeftoverKind,
  reading: Promise<readonly Leftover[]>,
  signal: AbortSignal,
): Promise<Answer> {
  try {
    return { found: await reading };
  } catch (error) {
    return { kind, error: unreadOf(kind, error, signal).error };
  }
}

/** These as they are now, by their keys; those that are gone are missing. One request a kind, and one a log group. */
export async function readAgain(
  port: LeftoverPort,
  leftovers: readonly Leftover[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Leftover>> {
  const idsOf = (kind: LeftoverKind) => leftovers.filter((one) => one.kind === kind).map(({ id }) => id);
  const read = async <Found>(
    ids: readonly string[],
    ask: (filter: { ids: readonly string[] }, signal?: AbortSignal) => Promise<readonly Found[]>,
    shape: (found: Found) => Leftover,
  ) => (ids.length === 0 ? [] : (await ask({ ids }, signal)).map(shape));
  const [volumes, addresses, snapshots, groups] = await Promise.all([
    read(idsOf('volume'), (...asked) => port.volumes(...asked), leftoverVolume),
    read(idsOf('Elastic IP'), (...asked) => port.addresses(...asked), leftoverAddress),
    read(idsOf('snapshot'), (...asked) => port.snapshots(...asked), leftoverSnapshot),
    mapAtMost(atOnce, idsOf('log group'), signal, (name, own) => readLogGroup(port, name, own)),
  ]);
  const found = [...volumes, ...addresses, ...snapshots, ...groups.flat()];
  return new Map(found.map((one) => [leftoverKey(one), one]));
}

async function readLogGroup(
  port: LeftoverPort,
  name: string,
  signal: AbortSignal,
): Promise<readonly Leftover[]> {
  const groups = await port.logGroups(name, signal);
  return groups.filter((group) => group.name === name).map(leftoverLogGroup);
}

function byKindAndName(one: Leftover, other: Leftover): number {
  const byKind = leftoverKinds.indexOf(one.kind) - leftoverKinds.indexOf(other.kind);
  return byKind !== 0 ? byKind : compare(sortName(one), sortName(other));
}

function sortName({ label = '', id }: Leftover): string {
  return `${label} ${id}`;
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
