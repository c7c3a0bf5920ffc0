import type { KafkaClient } from '../kafka/client.js';
import { allCommittedOffsets } from '../kafka/committed-offsets.js';
import { describeLogDirs } from '../kafka/requests/describe-log-dirs.js';
import { listOffsets, offsetOf } from '../kafka/requests/list-offsets.js';
import type { BrokerMetadata } from '../kafka/requests/metadata.js';
import type { ObservedTopic, TopicUsage } from './model.js';

type ByTopic<Value> = ReadonlyMap<string, Value> | undefined;

export interface UsageQuestion {
  readonly brokers: readonly BrokerMetadata[];
  readonly topics: readonly ObservedTopic[];
  /** Topics whose readers matter: those that would be deleted. */
  readonly readersOf: ReadonlySet<string>;
}

/**
 * What is in the topics that a plan would take something from. It only informs: what can't be read, for want of a
 * right or of a broker, stays unknown and stops nothing.
 */
export async function readUsage(
  client: KafkaClient,
  { brokers, topics, readersOf }: UsageQuestion,
): Promise<ReadonlyMap<string, TopicUsage>> {
  const [bytes, records, readers] = await Promise.all([
    orUnknown(readBytes(client, brokers, topics)),
    orUnknown(readRecords(client, topics)),
    readersOf.size === 0 ? undefined : orUnknown(readReaders(client, brokers)),
  ]);
  return new Map(
    topics.map(({ name }) => [
      name,
      {
        bytes: bytes?.get(name),
        records: records?.get(name),
        groups:
          readers === undefined || !readersOf.has(name) ? undefined : [...(readers.get(name) ?? [])].sort(),
      },
    ]),
  );
}

async function orUnknown<Value>(reading: Promise<Value>): Promise<Value | undefined> {
  return reading.catch(() => undefined);
}

/** The bytes of the largest copy of each partition by `partition topic`, or undefined when a broker doesn't tell. */
export async function readLargestCopies(
  client: KafkaClient,
  brokers: readonly BrokerMetadata[],
  topics: readonly Pick<ObservedTopic, 'name' | 'partitions'>[],
): Promise<ReadonlyMap<string, bigint> | undefined> {
  const asked = topics.map(({ name, partitions }) => ({ name, partitions: partitions.map(({ id }) => id) }));
  const answers = await Promise.all(
    brokers.map(({ id }) => client.send(describeLogDirs, { topics: asked }, { broker: id })),
  );
  if (answers.some(({ errors }) => errors.length > 0)) return undefined;
  const largest = new Map<string, bigint>();
  for (const { name, partition, bytes } of answers.flatMap(({ replicas }) => replicas)) {
    const key = `${partition} ${name}`;
    if (bytes > (largest.get(key) ?? -1n)) largest.set(key, bytes);
  }
  return largest;
}

/** Summed where no partition is missing, as those of a dead broker are. */
async function readBytes(
  client: KafkaClient,
  brokers: readonly BrokerMetadata[],
  topics: readonly ObservedTopic[],
): Promise<ByTopic<bigint>> {
  const largest = await readLargestCopies(client, brokers, topics);
  if (largest === undefined) return undefined;
  const isWhole = ({ name, partitions }: ObservedTopic) =>
    partitions.every(({ id }) => largest.has(`${id} ${name}`));
  const whole = new Set(topics.filter(isWhole).map(({ name }) => name));
  const sizes = [...largest].map(([key, bytes]) => [key.slice(key.indexOf(' ') + 1), bytes] as const);
  return sumByTopic(sizes.filter(([name]) => whole.has(name)));
}

/** The distance between the two ends of each partition: an upper bound where transactions or compaction left gaps. */
async function readRecords(client: KafkaClient, topics: readonly ObservedTopic[]): Promise<ByTopic<bigint>> {
  const leaders = new Set(topics.flatMap(({ partitions }) => partitions.map(({ leader }) => leader)));
  if (leaders.has(-1)) return undefined;
  const ends = [...leaders].flatMap((leader) => {
    const led = topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.filter((partition) => partition.leader === leader).map(({ id }) => id),
    }));
    return ([offsetOf.latest, offsetOf.earliest] as const).map(async (timestamp) => {
      const offsets = await client.send(listOffsets, { topics: led, timestamp }, { broker: leader });
      const sign = timestamp === offsetOf.latest ? 1n : -1n;
      return offsets.map(({ name, offset, error }) => ({ name, value: sign * offset, error }));
    });
  });
  const offsets = (await Promise.all(ends)).flat();
  if (offsets.some(({ error }) => error !== undefined)) return undefined;
  return sumByTopic(offsets.map(({ name, value }) => [name, value]));
}

/** The groups that have committed offsets of each topic. */
async function readReaders(
  client: KafkaClient,
  brokers: readonly BrokerMetadata[],
): Promise<ByTopic<ReadonlySet<string>>> {
  const readers = new Map<string, Set<string>>();
  for (const { group, offsets } of await allCommittedOffsets(client, brokers))
    for (const { name } of offsets) readers.set(name, (readers.get(name) ?? new Set<string>()).add(group));
  return readers;
}

function sumByTopic(parts: readonly (readonly [name: string, value: bigint])[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const [name, value] of parts) sums.set(name, (sums.get(name) ?? 0n) + value);
  return sums;
}
