import type { KafkaClient } from '../kafka/client.js';
import { commitsOffsets, committedOffsets } from '../kafka/committed-offsets.js';
import { endOffsets } from '../kafka/end-offsets.js';
import { errorCodes, type ItemError } from '../kafka/item-error.js';
import { offsetOf } from '../kafka/requests/list-offsets.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import { matchesAny } from '../manifest/scope.js';
import { type MissingName, missingNames } from '../missing-names.js';
import { describeTopics } from '../topics/observe.js';
import { describeAll } from './describe-groups.js';
import { findGroups } from './find-groups.js';
import { choosesItsPartitions, type LagPlace, lagPlaces } from './lag-places.js';
import type { DescribedGroup, Group } from './model.js';
import { type Patience, whileCoordinatorsMove } from './moving-coordinator.js';
import { keyOf } from './partition-key.js';
import { lagOf, type PartitionEnd, type PartitionLag } from './partition-lag.js';

export interface LagSelection {
  /** Names of groups or globs; none stands for all. */
  readonly patterns: readonly string[];
  /** The same of topics. */
  readonly topics: readonly string[];
}

export interface LagOfGroup {
  readonly group: DescribedGroup;
  /** By topic, then by number. */
  readonly partitions: readonly PartitionLag[];
  /** Whether it has something in topics that weren't chosen. */
  readonly isElsewhere: boolean;
  /** Why its offsets can't be read. */
  readonly problem: ItemError | undefined;
}

export interface LagReport {
  readonly metadata: MetadataResponse;
  /** By name. Where only topics were asked for, those that have something in them, or may have. */
  readonly groups: readonly LagOfGroup[];
  /** Chosen too, but of a type that commits no offsets. */
  readonly withoutOffsets: readonly Group[];
  /** Full names that were asked for and aren't there. */
  readonly unknown: readonly MissingName[];
  /** The same of topics, and globs that no topic matches. */
  readonly unknownTopics: readonly MissingName[];
}

/**
 * How far groups are behind, in four rounds of requests for any number of groups: the brokers and topics, the groups, their
 * offsets and members, where the partitions begin and end. In that order no group seems to have read more than there is. The first
 * three are repeated while coordinators load or move.
 */
export async function readLag(
  client: KafkaClient,
  selection: LagSelection,
  patience: Patience,
): Promise<LagReport> {
  const { metadata, groups, unknown, committed, described } = await whileCoordinatorsMove(
    patience,
    () => readCommitted(client, selection.patterns),
    (read) => [...read.committed.map(({ error }) => error), ...read.described.map(({ problem }) => problem)],
  );
  const isWanted = ({ name }: { readonly name: string }) =>
    selection.topics.length === 0 || matchesAny(selection.topics, name);
  const isAsked = selection.patterns.length > 0 || selection.topics.length === 0;
  const offsets = new Map(committed.map((answer) => [answer.group, answer]));
  const topics = new Map(metadata.topics.map((topic) => [topic.name, topic]));
  const isListed = (one: { readonly group: DescribedGroup; readonly problem: ItemError | undefined }) =>
    isAsked || (one.problem ?? one.group.problem) !== undefined;
  const places = described
    .map((group) => {
      const all = lagPlaces(group, offsets.get(group.id)?.offsets ?? [], topics);
      const wanted = all.filter(isWanted);
      const isElsewhere = wanted.length < all.length;
      return { group, problem: offsets.get(group.id)?.error, places: wanted, isElsewhere };
    })
    .filter((one) => one.places.length > 0 || isListed(one));
  const read = [
    ...new Map(places.flatMap((one) => one.places).map((place) => [keyOf(place), place])).values(),
  ];
  const [ends, compacted] = await Promise.all([
    readEnds(client, topics, read),
    readCompacted(
      client,
      [...new Set(read.map(({ name }) => name))].filter((name) => topics.has(name)),
    ),
  ]);
  return {
    metadata,
    unknown,
    // What is left of a topic that is gone has a row, and is no slip.
    unknownTopics: missingNames(
      selection.topics,
      new Set([...topics.keys(), ...read.map(({ name }) => name)]),
    ),
    withoutOffsets: groups.filter((group) => !commitsOffsets(group)),
    groups: places.map(({ group, problem, isElsewhere, places: own }) => ({
      ...{ group, problem, isElsewhere },
      partitions: own.map(({ name, partition, committed: offset, client: of }) => ({
        ...{ topic: name, partition, committed: offset, client: of },
        ...lagOf(offset, ends.get(keyOf({ name, partition })), choosesItsPartitions(group)),
        compacted: compacted.get(name),
      })),
    })),
  };
}

async function readCommitted(client: KafkaClient, patterns: readonly string[]) {
  const found = await findGroups(client, patterns, null);
  const committing = found.groups.filter(commitsOffsets);
  const [committed, described] = await Promise.all([
    committedOffsets(client, committing),
    describeAll(client, committing),
  ]);
  return { ...found, committed, described };
}

async function readEnds(
  client: KafkaClient,
  topics: ReadonlyMap<string, TopicMetadata>,
  places: readonly LagPlace[],
): Promise<ReadonlyMap<string, PartitionEnd>> {
  const leaders = new Map(
    [...topics].map(([name, { partitions }]) => [
      name,
      new Map(partitions.map(({ id, leader }) => [id, leader])),
    ]),
  );
  const placed = places.flatMap(({ name, partition }) => {
    const leader = leaders.get(name)?.get(partition);
    return leader === undefined ? [] : [{ name, partition, leader }];
  });
  const led = placed.filter(({ leader }) => leader >= 0);
  const [answers, begins] = await Promise.all([
    endOffsets(client, led),
    endOffsets(client, led, offsetOf.earliest),
  ]);
  const starts = new Map(
    begins.flatMap((one) => (one.error === undefined ? [[keyOf(one), one.offset] as const] : [])),
  );
  const ends = new Map<string, PartitionEnd>(
    placed.map((place) => [keyOf(place), place.leader < 0 ? 'no leader' : 'not read']),
  );
  for (const { name, partition, offset, error } of answers) {
    const key = keyOf({ name, partition });
    ends.set(key, error === undefined ? { start: starts.get(key), end: offset } : endOf(error));
  }
  return ends;
}

/** Topics and leaders may have gone since the first round. */
function endOf({ code }: ItemError): PartitionEnd {
  if (code === errorCodes.unknownTopicOrPartition) return undefined;
  return code === errorCodes.leaderNotAvailable ? 'no leader' : 'not read';
}

const cleanupPolicy = 'cleanup.policy';

/** It takes a right of its own, and only explains a lag: without it nobody knows. */
async function readCompacted(
  client: KafkaClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, boolean>> {
  const described = await describeTopics(client, names, [cleanupPolicy]).catch(() => []);
  return new Map(
    described.flatMap(({ name, entries }) => {
      const policy = entries.find((entry) => entry.name === cleanupPolicy)?.value;
      return policy == null ? [] : [[name, policy.split(',').includes('compact')] as const];
    }),
  );
}
