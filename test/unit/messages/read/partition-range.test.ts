import { describe, expect, test } from 'vitest';
import type { KafkaClient, SendOptions } from '../../../../src/lib/kafka/client.js';
import { KafkaConnectionError } from '../../../../src/lib/kafka/errors.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import type { ListOffsetsRequest } from '../../../../src/lib/kafka/requests/list-offsets.js';
import type { MetadataResponse } from '../../../../src/lib/kafka/requests/metadata.js';
import type { StartingPoint } from '../../../../src/lib/messages/model.js';
import { partitionRanges } from '../../../../src/lib/messages/read/partition-range.js';

/** What broker 1, 2, … say to ListOffsets: an error's code, or that they aren't there. Others have offsets 0 to 5. */
type Sayings = Readonly<Record<number, number | 'gone'>>;

/** An offset each for the earliest, the latest and the time that is asked for; none of it is behind a transaction. */
const usual = { earliest: 0n, latest: 5n, atTime: 3n, highWatermark: 5n };

const topicLedBy = (leaders: readonly number[]) => ({
  ...{ name: 't', internal: false, error: undefined },
  partitions: leaders.map((leader, id) => ({ id, leader, replicas: [], inSync: [] })),
});

const ranges = (sayings: Sayings, ...leaders: readonly number[][]) =>
  rangesFrom({ at: 'last', count: 2n }, usual, sayings, leaders);

async function rangesFrom(
  from: StartingPoint,
  offsets: typeof usual,
  sayings: Sayings,
  leaders: readonly number[][],
) {
  const [first = [], ...later] = leaders;
  let last = first;
  let now = 0;
  const asked: (number | undefined)[] = [];
  const ends: ListOffsetsRequest['isolation'][] = [];
  const client: KafkaClient = {
    async send<Request, Response>(
      _api: unknown,
      request: Request,
      { broker }: SendOptions = {},
    ): Promise<Response> {
      asked.push(broker);
      const saying = sayings[broker ?? -1] ?? 0;
      if (saying === 'gone') throw new KafkaConnectionError(`Can't reach broker ${broker}.`);
      const { topics, timestamp, isolation } = request as ListOffsetsRequest;
      const { earliest, latest, atTime, highWatermark } = offsets;
      const end = isolation === 'read committed' ? latest : highWatermark;
      ends.push(...(timestamp === -1n ? [isolation] : []));
      const offset = timestamp === -2n ? earliest : timestamp === -1n ? end : atTime;
      return (topics[0]?.partitions ?? []).map((partition) => ({
        ...{ name: 't', partition, offset, error: itemError(saying) },
      })) as Response;
    },
    async metadata(): Promise<MetadataResponse> {
      last = later.shift() ?? last;
      return { brokers: [], clusterId: 'c', controllerId: 1, topics: [topicLedBy(last)] };
    },
    version: async () => 3,
  };
  const sleep = async (ms: number) => {
    now += ms;
  };
  const deps = {
    ...{ client, clock: { now: () => now, sleep }, signal: new AbortController().signal },
    rights: { byIam: false, arn: undefined },
  };
  const topic = topicLedBy(first);
  const found = await partitionRanges(deps, {
    ...{ topic, partitions: topic.partitions, from },
    isolation: 'read committed',
  });
  const shown = found.ranges.map(({ id, leader, first: begin, end }) => `${id}@${leader} ${begin}-${end}`);
  const { leaderless, outOfRange, hidden } = found;
  return { shown, leaderless, outOfRange, hidden, asked, ends, waited: now };
}

describe('where reading begins and ends', () => {
  test('is asked of each leader once', async () => {
    expect(await ranges({}, [1, 2, 1])).toEqual({
      ...{ shown: ['0@1 3-5', '1@2 3-5', '2@1 3-5'], leaderless: [], outOfRange: [], hidden: [] },
      ...{ asked: [1, 2, 1, 2, 1, 2], waited: 0 },
      ends: ['read uncommitted', 'read uncommitted', 'read committed', 'read committed'],
    });
  });

  test('is asked of the new leader where one moved, and of nobody twice', async () => {
    const { shown, asked } = await ranges({ 2: 6 }, [1, 2], [1, 3]);
    expect({ shown, asked: asked.sort() }).toEqual({
      shown: ['0@1 3-5', '1@3 3-5'],
      asked: [1, 1, 1, 2, 2, 2, 3, 3, 3],
    });
  });

  test('is asked of another where a broker is lost', async () => {
    expect((await ranges({ 2: 'gone' }, [1, 2], [1, 2], [1, 1])).shown).toEqual(['0@1 3-5', '1@1 3-5']);
  });

  test('a leader that is missing for a moment is waited for, and for no longer', async () => {
    expect(await ranges({}, [1, -1], [1, -1], [1, 2])).toMatchObject({
      ...{ shown: ['0@1 3-5', '1@2 3-5'], leaderless: [], waited: 500 },
    });
    expect(await ranges({}, [1, -1])).toMatchObject({
      ...{ shown: ['0@1 3-5'], leaderless: [1], waited: 3_000 },
    });
  });

  test('what retention takes between two answers moves the beginning, and leaves no partition out', async () => {
    const from = { at: 'time', timestamp: 7n } as const;
    const found = (offsets: typeof usual) => rangesFrom(from, offsets, {}, [[1]]);
    expect(await found(usual)).toMatchObject({ shown: ['0@1 3-5'], outOfRange: [] });
    expect(await found({ ...usual, earliest: 4n })).toMatchObject({ shown: ['0@1 4-5'], outOfRange: [] });
    expect(await found({ ...usual, earliest: 6n })).toMatchObject({ shown: ['0@1 6-6'], outOfRange: [] });
  });

  test('what an open transaction hides is counted, and may be begun at', async () => {
    const open = { ...usual, highWatermark: 13n };
    const found = (from: StartingPoint) => rangesFrom(from, open, {}, [[1]]);
    expect(await found({ at: 'start' })).toMatchObject({
      shown: ['0@1 0-5'],
      hidden: [{ partition: 0, offsets: 8n }],
    });
    expect(await found({ at: 'offset', offset: 11n })).toMatchObject({
      ...{ shown: ['0@1 11-5'], outOfRange: [] },
      hidden: [{ partition: 0, offsets: 2n }],
    });
    await expect(found({ at: 'offset', offset: 14n })).rejects.toMatchObject({
      message: 'Offset 14 is out of range: partition 0 has 0 to 12.',
      hint: 'Partition 0: 8 offsets are behind an open transaction; --uncommitted shows them.',
    });
  });

  test('what does not pass is said: a broker that is gone, a leader that is none, a right that is missing', async () => {
    await expect(ranges({ 1: 'gone' }, [1])).rejects.toThrow("Can't reach broker 1.");
    await expect(ranges({ 1: 6 }, [1])).rejects.toThrow(
      "Can't read t: ListOffsets was refused: NOT_LEADER_OR_FOLLOWER.",
    );
    await expect(ranges({ 1: 29 }, [1])).rejects.toThrow('No right to read t (TOPIC_AUTHORIZATION_FAILED).');
  });
});
