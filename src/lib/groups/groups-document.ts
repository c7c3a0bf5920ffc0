import { printable } from '../terminal/printable.js';
import type { LagRate, RateOf } from './lag-rate.js';
import type { LagRow } from './lag-rows.js';
import type { DescribedGroup, Group, GroupMember } from './model.js';
import { isBehind, type PartitionLag, sumOf } from './partition-lag.js';
import type { LagReport } from './read-lag.js';

/** The documented shapes of what `groups` prints with `-o json` and `-o yaml`. */
export const groupsSchema = 'exops.groups/v1';
export const lagSchema = 'exops.lag/v1';

/** JSON has no int64: digits in a text where a number would be another one. */
export function exactNumber(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

function groupDocument({ id, type, protocolType, state, coordinator }: Group) {
  return { name: id, type, protocolType, state: state ?? null, coordinator };
}

export function listedDocument(group: DescribedGroup) {
  const { members, problem } = group;
  return {
    ...groupDocument(group),
    members: members?.length ?? null,
    ...(problem === undefined ? {} : { problem: problem.name }),
  };
}

export function describedDocument(group: DescribedGroup) {
  const { members, epoch, assignor, problem } = group;
  return {
    ...groupDocument(group),
    epoch: epoch ?? null,
    assignor,
    ...(problem === undefined ? {} : { problem: problem.name }),
    members: members?.length ?? null,
    memberDetails: members?.map(memberDocument) ?? null,
  };
}

function memberDocument(member: GroupMember) {
  const { id, instance, client, host, epoch, subscribed, subscribedPattern, assigned, target } = member;
  return {
    ...{ id, instance, client, host, epoch: epoch ?? null },
    ...{ subscribed: subscribed ?? null, subscribedPattern, assigned: assigned ?? null },
    ...(target === undefined ? {} : { target }),
  };
}

export interface LagDocumentOptions {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Leaves out partitions that have read everything; they change no sum. */
  readonly onlyLagging: boolean;
  /** Of a lag that is watched. */
  readonly rateOf?: RateOf | undefined;
}

/** @param rows one for each group */
export function lagDocument(
  { withoutOffsets }: Pick<LagReport, 'withoutOffsets'>,
  rows: readonly LagRow[],
  { at, onlyLagging, rateOf }: LagDocumentOptions,
) {
  return {
    at: new Date(at).toISOString(),
    total: sumDocument(rows.flatMap(({ partitions }) => partitions)),
    groups: rows.map((row) => {
      const { group, problem } = row.group;
      const shown = onlyLagging ? row.partitions.filter((one) => isBehind(sumOf([one]))) : row.partitions;
      return {
        ...groupDocument(group),
        members: group.members?.length ?? null,
        ...sumDocument(row.partitions),
        ...(problem === undefined ? {} : { problem: problem.name }),
        ...(rateOf === undefined ? {} : rateDocument(rateOf(row))),
        partitions: shown.map(partitionDocument),
      };
    }),
    withoutOffsets: withoutOffsets.map(({ id, type, protocolType }) => ({ name: id, type, protocolType })),
  };
}

function sumDocument(partitions: readonly PartitionLag[]) {
  const { lag, unknown } = sumOf(partitions);
  return { lag: exactNumber(lag), unknown };
}

function partitionDocument(one: PartitionLag) {
  const { topic, partition, committed, start, end, lag, status, compacted, client } = one;
  const exact = (value: bigint | undefined) => (value === undefined ? null : exactNumber(value));
  return {
    ...{ topic, partition, committed: exact(committed), start: exact(start), end: exact(end) },
    ...{ lag: exact(lag), status, compacted: compacted ?? null, client: client ?? null },
  };
}

function rateDocument(rate: LagRate | undefined) {
  return {
    consumedPerSecond: rate === undefined ? null : rounded(rate.consumed),
    producedPerSecond: rate === undefined ? null : rounded(rate.produced),
    catchUpSeconds: rate?.catchUpMs === undefined ? null : Math.ceil(rate.catchUpMs / 1_000),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Names, one a line. */
export function nameLines(groups: readonly Pick<Group, 'id'>[]): string {
  return groups.map(({ id }) => printable(id)).join('\n');
}
