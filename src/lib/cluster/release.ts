import type { ApiVersionsResponse } from '../kafka/requests/api-versions.js';
import type { VersionRange } from '../kafka/wire/api.js';

/** Which Kafka it is, as far as its answers tell: `4.1`, or at least that. A broker never says its patch version. */
export interface Release {
  readonly version: string;
  readonly isExact: boolean;
}

export const metadataVersion = 'metadata.version';

/**
 * The first level of metadata.version of each release; a broker of it supports all up to the next one's.
 * Source: MetadataVersion in kafka's server-common.
 */
const levels: readonly (readonly [version: string, first: number])[] = [
  ['3.0', 1],
  ['3.1', 2],
  ['3.2', 3],
  ['3.3', 4],
  ['3.4', 8],
  ['3.5', 9],
  ['3.6', 12],
  ['3.7', 15],
  ['3.8', 20],
  ['3.9', 21],
  ['4.0', 22],
  ['4.1', 26],
  ['4.2', 28],
  ['4.3', 30],
];
const lastKnownLevel = 30;

/**
 * What a broker must be, at least, to serve an API in this version; the newest first. Sources: the message schemas of
 * Kafka's releases, and how kafka-python tells releases apart.
 */
const floors: readonly (readonly [version: string, key: number, served: number])[] = [
  ['3.9', 1, 17], // Fetch
  ['3.8', 0, 11], // Produce
  ['3.7', 1, 16],
  ['3.6', 24, 4], // AddPartitionsToTxn
  ['3.5', 1, 15],
  ['3.3', 29, 3], // DescribeAcls
  ['3.2', 11, 9], // JoinGroup
  ['3.1', 1, 13],
  ['3.0', 2, 7], // ListOffsets
  ['2.8', 0, 9],
  ['2.7', 1, 12],
  ['2.6', 16, 4], // ListGroups
  ['2.5', 11, 7],
  ['2.4', 0, 8],
  ['2.3', 1, 11],
  ['2.2', 2, 5],
  ['2.1', 1, 10],
  ['2.0', 1, 8],
  ['1.1', 1, 7],
  ['1.0', 3, 5], // Metadata
];

/** The release of the broker that was asked; undefined where nothing tells. */
export function releaseOf({ ranges, features }: ApiVersionsResponse): Release | undefined {
  const supported = features?.supported.get(metadataVersion);
  return supported === undefined ? floorOf(ranges) : releaseOfLevel(supported.max);
}

/** The release that a level of metadata.version came with. */
export function releaseOfLevel(level: number): Release | undefined {
  const version = levels.findLast(([, first]) => first <= level)?.[0];
  return version === undefined ? undefined : { version, isExact: level <= lastKnownLevel };
}

function floorOf(ranges: ReadonlyMap<number, VersionRange>): Release | undefined {
  const floor = floors.find(([, key, served]) => (ranges.get(key)?.max ?? -1) >= served);
  return floor === undefined ? undefined : { version: floor[0], isExact: false };
}

/** `4.1`, `at least 3.7` */
export function releaseWords({ version, isExact }: Release): string {
  return isExact ? version : `at least ${version}`;
}
