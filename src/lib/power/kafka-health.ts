import type { KafkaClient } from '../kafka/client.js';
import { allCommittedOffsets } from '../kafka/committed-offsets.js';
import { endOffsets } from '../kafka/end-offsets.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import type { CommittedOffset } from '../kafka/requests/offset-fetch.js';
import { isUnderReplicated } from '../kafka/under-replicated.js';
import type { KafkaHealth } from './kafka.js';

/** @throws ExopsError when a part of it can't be read: half an answer would be a wrong one */
export async function readKafkaHealth(
  client: KafkaClient,
  { brokers, topics }: Pick<MetadataResponse, 'brokers' | 'topics'>,
): Promise<KafkaHealth> {
  const committed = await allCommittedOffsets(client, brokers);
  const ends = await endsOf(
    client,
    topics,
    committed.flatMap(({ offsets }) => offsets),
  );
  const behind = committed.map(({ group, offsets }) => ({ group, records: lagOf(offsets, ends) }));
  return {
    behind: behind
      .filter(({ records }) => records > 0n)
      .sort((one, other) => (other.records > one.records ? 1 : other.records < one.records ? -1 : 0)),
    underReplicated: topics.flatMap(({ name, partitions }) =>
      partitions.filter((partition) => isUnderReplicated(partition)).map(({ id }) => `${name}-${id}`),
    ),
  };
}

/** Where each of these partitions ends, by `keyOf`. */
async function endsOf(
  client: KafkaClient,
  topics: readonly TopicMetadata[],
  committed: readonly CommittedOffset[],
): Promise<ReadonlyMap<string, bigint>> {
  const wanted = new Set(committed.map(keyOf));
  const partitions = topics.flatMap(({ name, partitions: all }) =>
    all
      .filter(({ id, leader }) => leader >= 0 && wanted.has(keyOf({ name, partition: id })))
      .map(({ id, leader }) => ({ name, partition: id, leader })),
  );
  const ends = await endOffsets(client, partitions);
  return new Map(ends.flatMap((one) => (one.error === undefined ? [[keyOf(one), one.offset] as const] : [])));
}

/** What has no known end isn't counted: its topic may be gone. */
function lagOf(offsets: readonly CommittedOffset[], ends: ReadonlyMap<string, bigint>): bigint {
  return offsets.reduce((sum, one) => {
    const left = (ends.get(keyOf(one)) ?? one.offset) - one.offset;
    return left > 0n ? sum + left : sum;
  }, 0n);
}

function keyOf({ name, partition }: { readonly name: string; readonly partition: number }): string {
  return `${name}-${partition}`;
}
