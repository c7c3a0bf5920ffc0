import { describe, expect, test } from 'vitest';
import type { KafkaClient } from '../../../src/lib/kafka/client.js';
import type { TopicMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import { readKafkaHealth } from '../../../src/lib/power/kafka-health.js';

const partition = (id: number, leader: number, replicas: readonly number[], inSync = replicas) => ({
  ...{ id, leader, replicas, inSync },
});
const topic = (name: string, partitions: TopicMetadata['partitions']): TopicMetadata => ({
  ...{ name, error: undefined, internal: false, partitions },
});
const brokers = [1, 2].map((id) => ({ id, host: `b-${id}`, port: 9092, rack: null }));

interface Answers {
  /** By broker. */
  readonly groups?: Readonly<
    Record<number, readonly { readonly id: string; readonly protocolType: string }[]>
  >;
  readonly committed?: Readonly<
    Record<string, readonly (readonly [topic: string, partition: number, offset: bigint])[]>
  >;
  readonly ends?: Readonly<Record<string, bigint>>;
  readonly version?: number;
  readonly error?: string;
}

function client({ groups = {}, committed = {}, ends = {}, version = 8, error }: Answers) {
  const sent: string[] = [];
  const answer = (name: string, request: Record<string, unknown>, broker: number) => {
    const failure = error === name ? { name: 'NOT_COORDINATOR', message: '' } : undefined;
    sent.push(`${name} ${broker}`);
    if (name === 'ListGroups') return { error: failure, groups: groups[broker] ?? [] };
    if (name === 'OffsetFetch')
      return (request['groups'] as string[]).map((group) => ({
        group: version < 8 ? '' : group,
        error: failure,
        offsets: (committed[group] ?? []).map(([of, id, offset]) => ({ name: of, partition: id, offset })),
      }));
    return (request['topics'] as { name: string; partitions: number[] }[]).flatMap((asked) =>
      asked.partitions.map((id) => ({
        ...{ name: asked.name, partition: id, error: failure },
        offset: ends[`${asked.name}-${id}`] ?? 0n,
      })),
    );
  };
  const fake = {
    send: async (api: { readonly name: string }, request: Record<string, unknown>, { broker = -1 } = {}) =>
      answer(api.name, request, broker),
    version: async () => version,
  };
  return { sent, client: fake as unknown as KafkaClient };
}

const orders = topic('orders', [partition(0, 1, [1, 2]), partition(1, 2, [1, 2], [2])]);
const group = (id: string, protocolType = 'consumer') => ({ id, protocolType });

describe('lag', () => {
  test('of each group, the most first; who has read everything is left out', async () => {
    const answers = client({
      groups: {
        1: [group('mail'), group('connect', 'connect')],
        2: [group('settlement'), group('simple', '')],
      },
      committed: {
        mail: [['orders', 0, 7n]],
        settlement: [
          ['orders', 0, 1n],
          ['orders', 1, 4n],
        ],
        simple: [['orders', 1, 10n]],
      },
      ends: { 'orders-0': 10n, 'orders-1': 10n },
    });
    expect(await readKafkaHealth(answers.client, { brokers, topics: [orders] })).toEqual({
      behind: [
        { group: 'settlement', records: 15n },
        { group: 'mail', records: 3n },
      ],
      underReplicated: ['orders-1'],
    });
    // The groups' coordinators and the partitions' leaders are asked, each once.
    expect(answers.sent.sort()).toEqual([
      'ListGroups 1',
      'ListGroups 2',
      'ListOffsets 1',
      'ListOffsets 2',
      'OffsetFetch 1',
      'OffsetFetch 2',
    ]);
  });

  test('of a topic that is gone, or has no leader, is not counted', async () => {
    const answers = client({
      groups: { 1: [group('mail')] },
      committed: {
        mail: [
          ['gone', 0, 7n],
          ['dead', 0, 7n],
        ],
      },
    });
    const dead = topic('dead', [partition(0, -1, [1])]);
    expect((await readKafkaHealth(answers.client, { brokers, topics: [dead] })).behind).toEqual([]);
  });

  test('of an old broker, which takes one group a request', async () => {
    const answers = client({
      groups: { 1: [group('mail'), group('settlement')] },
      committed: { mail: [['orders', 0, 7n]], settlement: [['orders', 0, 8n]] },
      ends: { 'orders-0': 10n },
      version: 5,
    });
    expect((await readKafkaHealth(answers.client, { brokers, topics: [orders] })).behind).toEqual([
      { group: 'mail', records: 3n },
      { group: 'settlement', records: 2n },
    ]);
    expect(answers.sent.filter((one) => one === 'OffsetFetch 1')).toHaveLength(2);
  });

  test.each(['ListGroups', 'OffsetFetch'])('half an answer is none: %s', async (error) => {
    const answers = client({ groups: { 1: [group('mail')] }, error });
    await expect(readKafkaHealth(answers.client, { brokers, topics: [orders] })).rejects.toThrow(
      `${error} failed: NOT_COORDINATOR`,
    );
  });
});
