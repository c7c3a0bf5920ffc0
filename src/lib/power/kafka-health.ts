import { ExopsError } from '../errors.js';
import type { KafkaClient } from '../kafka/client.js';
import { listGroups } from '../kafka/requests/list-groups.js';
import { listOffsets, offsetOf } from '../kafka/requests/list-offsets.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import { type CommittedOffset, firstWithManyGroups, offsetFetch } from '../kafka/requests/offset-fetch.js';
import type { KafkaHealth } from './kafka.js';

/** @throws ExopsError when a part of it can't be read: half an answer would be a wrong one */
export async function readKafkaHealth(
  client: KafkaClient,
  { brokers, topics }: Pick<MetadataResponse, 'brokers' | 'topics'>,
): Promise<KafkaHealth> {
  const groups = await Promise.all(brokers.map(({ id }) => committedOf(client, id)));
  const committed = new Map(groups.flat());
  const ends = await endsOf(client, topics, [...committed.values()].flat());
  const behind = [...committed].map(([group, offsets]) => ({ group, records: lagOf(offsets, ends) }));
  return {
    behind: behind
      .filter(({ records }) => records > 0n)
      .sort((one, other) => (other.records > one.records ? 1 : other.records < one.records ? -1 : 0)),
    underReplicated: topics.flatMap(({ name, partitions }) =>
      partitions
        .filter(({ replicas, inSync }) => inSync.length < replicas.length)
        .map(({ id }) => `${name}-${id}`),
    ),
  };
}

type OffsetsOfGroup = readonly [group: string, offsets: readonly CommittedOffset[]];

const protocolTypes: ReadonlySet<string> = new Set(['consumer', '']);

/** Each broker lists the groups that it coordinates, so it is also the one to ask for their offsets. */
async function committedOf(client: KafkaClient, broker: number): Promise<readonly OffsetsOfGroup[]> {
  const { groups, error } = await client.send(listGroups, {}, { broker });
  if (error !== undefined) throw new ExopsError(`ListGroups failed: ${error.name}`);
  const ids = groups.filter(({ protocolType }) => protocolTypes.has(protocolType)).map(({ id }) => id);
  if (ids.length === 0) return [];
  const takesMany = ((await client.version(offsetFetch, broker)) ?? 0) >= firstWithManyGroups;
  const requests = takesMany ? [ids] : ids.map((id) => [id]);
  const answers = await Promise.all(
    requests.map(async (some) => {
      const [only = ''] = some;
      const committed = await client.send(offsetFetch, { groups: some }, { broker });
      return committed.map(({ group, offsets, error: failure }): OffsetsOfGroup => {
        if (failure !== undefined) throw new ExopsError(`OffsetFetch failed: ${failure.name}`);
        return [group || only, offsets];
      });
    }),
  );
  return answers.flat();
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
      .map(({ id, leader }) => ({ name, id, leader })),
  );
  const leaders = [...new Set(partitions.map(({ leader }) => leader))];
  const answers = await Promise.all(
    leaders.map((leader) => {
      const own = partitions.filter((one) => one.leader === leader);
      const names = [...new Set(own.map(({ name }) => name))];
      const asked = names.map((name) => ({
        name,
        partitions: own.filter((one) => one.name === name).map(({ id }) => id),
      }));
      return client.send(listOffsets, { topics: asked, timestamp: offsetOf.latest }, { broker: leader });
    }),
  );
  return new Map(
    answers.flat().flatMap((one) => (one.error === undefined ? [[keyOf(one), one.offset] as const] : [])),
  );
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
