import type { KafkaClient } from '../../kafka/client.js';
import { allCommittedOffsets } from '../../kafka/committed-offsets.js';
import { endOffsets, type LedPartition } from '../../kafka/end-offsets.js';
import { errorCodes } from '../../kafka/item-error.js';
import { offsetOf, type PartitionOffset } from '../../kafka/requests/list-offsets.js';
import type { MetadataResponse, PartitionMetadata, TopicMetadata } from '../../kafka/requests/metadata.js';
import type { GroupOffsets } from '../../kafka/requests/offset-fetch.js';
import { describeTopics, settingsOf } from '../observe.js';
import { readLargestCopies } from '../usage.js';
import type { TrimBound } from './bound.js';
import type { ObservedTrim, PartitionEnds, TrimmableTopic } from './model.js';

export interface TrimQuestion {
  readonly names: readonly string[];
  readonly bound: TrimBound;
  /** All partitions when empty. */
  readonly partitions: readonly number[];
  /** What was seen before a person was asked: where each partition ended then, by `partition topic`. */
  readonly agreed: ReadonlyMap<string, bigint>;
}

/** Reads where partitions begin and end, and where the bound lies: two rounds of requests. */
export async function observeTrim(
  client: KafkaClient,
  question: TrimQuestion,
): Promise<ObservedTrim & Pick<MetadataResponse, 'clusterId'>> {
  const { names, bound } = question;
  const [{ topics, brokers, clusterId }, described] = await Promise.all([
    client.metadata(names),
    describeTopics(client, names, ['cleanup.policy']),
  ]);
  const policies = new Map(
    described.map((one) => [one.name, settingsOf(one)?.get('cleanup.policy')?.value ?? undefined]),
  );
  const asked = topics.map((topic) => ({ ...topic, partitions: topic.partitions.filter(isAsked(question)) }));
  const led = asked.flatMap(ledPartitions);
  const isMissing = topics.some(({ error }) => error?.code === errorCodes.unknownTopicOrPartition);
  const [begins, ends, found, bytes, committed, all] = await Promise.all([
    endOffsets(client, led, offsetOf.earliest),
    endOffsets(client, led),
    bound.by === 'time' ? endOffsets(client, led, BigInt(bound.at)) : [],
    orUnknown(readLargestCopies(client, brokers, asked)),
    orUnknown(allCommittedOffsets(client, brokers)),
    isMissing ? orUnknown(client.metadata(null)) : undefined,
  ]);
  const offsets = { begins: byPartition(begins), ends: byPartition(ends), found: byPartition(found) };
  const endsOf = (name: string, partition: PartitionMetadata) =>
    partitionEnds(name, partition, { ...offsets, bytes, question });
  const byName = new Map(
    asked.map((topic): [string, TrimmableTopic] => {
      const { name, error } = topic;
      const partitions = topic.partitions.map((partition) => endsOf(name, partition));
      const absent = absentPartitions(topic, question);
      const behind = committed === undefined ? undefined : groupsBehind(committed, name, partitions);
      return [name, { name, error, cleanupPolicy: policies.get(name), partitions, absent, behind }];
    }),
  );
  const there = (all?.topics ?? []).map(({ name }) => name);
  return { clusterId, topics: names.flatMap((name) => byName.get(name) ?? []), there };
}

export function keyOf(name: string, partition: number): string {
  return `${partition} ${name}`;
}

function isAsked({ partitions }: TrimQuestion): (partition: PartitionMetadata) => boolean {
  return ({ id }) => partitions.length === 0 || partitions.includes(id);
}

function absentPartitions(topic: TopicMetadata, { partitions }: TrimQuestion): number[] {
  return partitions.filter((id) => topic.partitions.every((partition) => partition.id !== id));
}

/** Of a partition without a leader nobody knows anything. */
export function ledPartitions({
  name,
  partitions,
}: Pick<TopicMetadata, 'name' | 'partitions'>): LedPartition[] {
  return partitions
    .filter(({ leader }) => leader >= 0)
    .map(({ id, leader }) => ({ name, partition: id, leader }));
}

type ByPartition = ReadonlyMap<string, PartitionOffset>;

interface Read {
  readonly begins: ByPartition;
  readonly ends: ByPartition;
  readonly found: ByPartition;
  readonly bytes: ReadonlyMap<string, bigint> | undefined;
  readonly question: TrimQuestion;
}

function partitionEnds(
  name: string,
  { id, leader }: PartitionMetadata,
  { begins, ends, found, bytes, question }: Read,
): PartitionEnds {
  const key = keyOf(name, id);
  const end = ends.get(key)?.offset ?? 0n;
  const keepsFrom = question.agreed.get(key) ?? keptFrom(question.bound, end, found.get(key)?.offset);
  const error = [begins, ends, found]
    .map((offsets) => offsets.get(key)?.error)
    .find((one) => one !== undefined);
  return {
    id,
    leader,
    begins: begins.get(key)?.offset ?? 0n,
    ends: end,
    keepsFrom,
    bytes: bytes?.get(key),
    error,
  };
}

/** When no record is that young, none is kept. */
function keptFrom(bound: TrimBound, end: bigint, found: bigint | undefined): bigint {
  if (bound.by === 'offset') return bound.offset;
  return bound.by === 'time' && found !== undefined && found >= 0n ? found : end;
}

function groupsBehind(
  committed: readonly GroupOffsets[],
  topic: string,
  partitions: readonly PartitionEnds[],
): readonly string[] {
  const byId = new Map(partitions.map((partition) => [partition.id, partition]));
  const isBehind = ({ name, partition, offset }: GroupOffsets['offsets'][number]) => {
    const { keepsFrom = 0n, begins = 0n } = byId.get(partition) ?? {};
    return name === topic && keepsFrom > begins && offset < keepsFrom;
  };
  return committed
    .filter(({ offsets }) => offsets.some(isBehind))
    .map(({ group }) => group)
    .sort();
}

function byPartition(offsets: readonly PartitionOffset[]): ByPartition {
  return new Map(offsets.map((one) => [keyOf(one.name, one.partition), one]));
}

async function orUnknown<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  return reading.catch(() => undefined);
}
