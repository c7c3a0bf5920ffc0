import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../../src/lib/errors.js';
import type { KafkaClient } from '../../../../src/lib/kafka/client.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import { readBatches } from '../../../../src/lib/kafka/records/read-batches.js';
import { batchLayout } from '../../../../src/lib/kafka/records/write-batch.js';
import type { ProduceRequest } from '../../../../src/lib/kafka/requests/produce.js';
import { Producer } from '../../../../src/lib/messages/produce/producer.js';
import { type Sending, sendMessages } from '../../../../src/lib/messages/produce/send-messages.js';

interface BrokerFacts {
  /** That it takes, in bytes of a batch. */
  readonly largest?: number;
  /** What the producer is told of that. */
  readonly limit?: number;
  /** A value for which a batch is refused. */
  readonly refused?: string;
}

/** What becomes of a request: written and answered, written and the answer lost, lost before, refused, never answered. */
type Fate = 'ok' | 'answer lost' | 'never sent' | 'silence' | number;

/** What a leader remembers of a batch: where its sequences begin and end, and its first offset. */
type Remembered = readonly [first: number, count: number, offset: bigint];

/**
 * A leader that takes each sequence once and in order, and of one it doesn't know any; one of the last five batches again is
 * well, and has the offset that it had, as with Kafka since 1.1.
 */
function brokerWith(
  fates: readonly Fate[],
  leaders: readonly number[] = [1],
  { largest = Number.POSITIVE_INFINITY, limit, refused }: BrokerFacts = {},
) {
  const left = [...fates];
  const log: Record<number, string[]> = {};
  const memories: Record<number, readonly Remembered[]> = {};
  const asked: number[] = [];
  const found = { lookups: 0, isGone: false };
  const append = (id: number, batch: Buffer) => {
    const first = batch.readInt32BE(batchLayout.sequence);
    const refusal = (code: number) => ({ error: itemError(code), baseOffset: -1n });
    if (batch.length > largest) return refusal(10); // MESSAGE_TOO_LARGE
    const values = readBatches(batch)
      .flatMap((one) => one.messages)
      .map(({ value }) => String(value));
    const index = values.indexOf(refused);
    if (index >= 0) return { ...refusal(87), refusedMessage: { index, why: 'it has no key' } };
    const memory = memories[id] ?? [];
    const known = memory.find(([of, count]) => of === first && count === values.length);
    if (known !== undefined) return { error: undefined, baseOffset: known[2] };
    const [lastFirst, lastCount] = memory.at(-1) ?? [first, 0];
    if (first !== lastFirst + lastCount) return refusal(45); // OUT_OF_ORDER_SEQUENCE_NUMBER
    const offset = BigInt(log[id]?.length ?? 0);
    memories[id] = [...memory, [first, values.length, offset] as const].slice(-5);
    log[id] = [...(log[id] ?? []), ...values];
    return { error: undefined, baseOffset: offset };
  };
  const answer = async ({ topics }: ProduceRequest, broker: number | undefined) => {
    asked.push(broker ?? -1);
    const fate = left.shift() ?? 'ok';
    if (fate === 'silence') return new Promise<never>(() => {});
    if (fate === 'never sent') throw new LostConnectionError('Lost.', false, undefined);
    const answers = (topics[0]?.partitions ?? []).map(({ id, batch }) => ({
      ...{ name: 't', partition: id, baseOffset: -1n },
      ...(typeof fate === 'number' ? { error: itemError(fate) } : append(id, batch)),
    }));
    if (fate === 'answer lost') throw new LostConnectionError('Lost.', true, undefined);
    return answers;
  };
  const partitions = leaders.map((leader, id) => ({ id, leader, replicas: [], inSync: [] }));
  const topic = { name: 't', internal: false, partitions, error: undefined };
  const client: KafkaClient = {
    send: async <Request, Response>(
      _: unknown,
      request: Request,
      options?: { readonly broker?: number | undefined },
    ): Promise<Response> => (await answer(request as ProduceRequest, options?.broker)) as Response,
    metadata: async () => {
      found.lookups += 1;
      const gone = { ...topic, partitions: [], error: itemError(3) };
      const topics = [found.isGone ? gone : topic];
      return { brokers: [], clusterId: 'c', controllerId: 1, topics };
    },
    version: async () => 7,
  };
  let now = 0;
  const sleep = async (ms: number) => {
    now += ms;
    await new Promise((resolve) => setImmediate(resolve));
  };
  const deps = { client, clock: { now: () => now, sleep }, rights: { byIam: false, arn: undefined } };
  return { producer: new Producer(deps, topic, { id: 9n, epoch: 0 }, limit), log, asked, found, sleep };
}

const sending = (value: string, partition?: number, line = 1): Sending => ({
  ...{ timestamp: 1n, key: null, value: Buffer.from(value), headers: [], partition, line },
});

async function* each(values: readonly string[]): AsyncGenerator<readonly Sending[]> {
  for (const value of values) {
    yield [sending(value, 0)];
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const signal = new AbortController().signal;
/** Each fills a batch. */
const large = Array.from({ length: 12 }, (_, index) => `${index} ${'x'.repeat(200_000)}`);

describe('each message is written once, and in order', () => {
  test.each<[string, readonly Fate[]]>([
    ['where all is well', []],
    ['where an answer is lost', ['ok', 'answer lost']],
    ['where the very first is refused', [19, 'ok']],
    ['where the first answer is lost', ['answer lost']],
    ['where a request is lost before it is sent', ['ok', 'never sent']],
    ['where the leader moves while more is on its way', ['ok', 6, 'ok', 'answer lost']],
    ['where replicas lag', [19, 20, 19]],
    ['where the connection breaks under several', ['answer lost', 'answer lost', 'never sent', 'never sent']],
  ])('%s', async (_, fates) => {
    const { producer, log } = brokerWith(fates);
    await sendMessages(producer, each(large), signal);
    expect(log[0]).toEqual(large);
    expect({ acknowledged: producer.acknowledged, uncertain: producer.uncertain }).toEqual({
      acknowledged: 12,
      uncertain: 0,
    });
    expect(producer.byPartition).toEqual([{ partition: 0, messages: 12, firstOffset: 0n, lastOffset: 11n }]);
  });

  test('in smaller batches where the broker finds them too large, whatever comes behind', async () => {
    const values = Array.from({ length: 3_000 }, (_, index) => `${index} ${'x'.repeat(300)}`);
    async function* input() {
      for (let at = 0; at < values.length; at += 500) {
        yield values.slice(at, at + 500).map((value) => sending(value, 0));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    const { producer, log } = brokerWith(['ok', 'answer lost'], [1], { largest: 10_000 });
    await sendMessages(producer, input(), signal);
    expect(log[0]).toEqual(values);
    expect(producer).toMatchObject({ acknowledged: 3_000, uncertain: 0 });
  });

  test('where all partitions lose their leader at once it is looked up once', async () => {
    const { producer, log, found } = brokerWith([6], Array(20).fill(1));
    async function* input() {
      yield Array.from({ length: 20 }, (_, id) => sending('a', id));
    }
    await sendMessages(producer, input(), signal);
    expect(Object.keys(log)).toHaveLength(20);
    expect(found.lookups).toBe(1);
  });

  test('to the leaders of their partitions', async () => {
    const { producer, log, asked } = brokerWith([], [1, 2]);
    async function* input() {
      yield [sending('a', 0), sending('b', 1), sending('c', 0)];
    }
    await sendMessages(producer, input(), signal);
    expect(log).toEqual({ 0: ['a', 'c'], 1: ['b'] });
    expect(asked.sort()).toEqual([1, 2]);
  });

  test('without a key: a batch of one partition at a time, and only those with a leader', async () => {
    const { producer, log } = brokerWith([], [1, -1, 1]);
    async function* input() {
      yield large.map((value) => ({ ...sending(value), partition: undefined }));
    }
    await sendMessages(producer, input(), signal);
    expect(Object.keys(log)).toEqual(['0', '2']);
    expect(log[0]?.length).toBe(6);
    expect(producer.byPartition.map(({ partition, messages }) => [partition, messages])).toEqual([
      [0, 6],
      [2, 6],
    ]);
  });
});

describe('without a key', () => {
  const keyless = (value: string): Sending => ({ ...sending(value), partition: undefined });

  test('a slow stream goes to one partition after the other', async () => {
    const { producer, log, sleep } = brokerWith([], [1, 1]);
    async function* input() {
      for (const value of ['a', 'b', 'c', 'd']) {
        yield [keyless(value)];
        await sleep(1_000);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    await sendMessages(producer, input(), signal);
    expect([log[0], log[1]].sort()).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ]);
  });

  test('a quick one fills batches', async () => {
    const { producer, log } = brokerWith([], [1, 1]);
    async function* input() {
      for (const value of ['a', 'b', 'c', 'd']) {
        yield [keyless(value)];
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    await sendMessages(producer, input(), signal);
    expect([log[0], log[1]].sort()).toEqual([['a'], ['b', 'c', 'd']]);
  });

  test('what comes while a leader does not take it goes to another one', async () => {
    const { producer, log } = brokerWith(['ok', 6], [1, 1]);
    async function* input() {
      for (const value of ['a', 'b', 'c']) {
        yield [keyless(value)];
        // Sent and answered; before the next look at who leads.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    await sendMessages(producer, input(), signal);
    expect([log[0], log[1]].sort()).toEqual([['a', 'c'], ['b']]);
  });
});

test('input waits where a broker is slower: an endless one is held at 16 MiB', async () => {
  const interruption = new AbortController();
  const { producer } = brokerWith(Array(100).fill('silence'));
  let taken = 0;
  async function* endless() {
    for (; taken < 1_000; taken++) {
      yield [sending(large[0] ?? '', 0)];
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const work = sendMessages(producer, endless(), interruption.signal).catch(() => {});
  setTimeout(() => interruption.abort(new InterruptedError('SIGINT')), 500);
  await work;
  expect(taken * 200_000).toBeGreaterThan(8 * 1024 * 1024);
  expect(taken * 200_000).toBeLessThan(17 * 1024 * 1024);
});

describe('what is counted when it ends early', () => {
  const stopped = async (fates: readonly Fate[], interruption = new AbortController(), values = large) => {
    const { producer, log } = brokerWith(fates);
    const error: unknown = await sendMessages(producer, each(values), interruption.signal).catch(
      (reason: unknown) => reason,
    );
    return { error, written: log[0]?.length ?? 0 };
  };

  test('a message that is too large, by its line', async () => {
    const tooLarge = async (limit?: number) => {
      const { producer, log } = brokerWith([], [1], {
        largest: 1_000,
        ...(limit === undefined ? {} : { limit }),
      });
      async function* input() {
        yield ['a', 'b', 'x'.repeat(2_000), 'c'].map((value, index) => sending(value, 0, index + 1));
      }
      const error: unknown = await sendMessages(producer, input(), signal).catch((reason: unknown) => reason);
      expect(log[0]).toEqual(['a', 'b']);
      return error;
    };
    const words = 'Line 3 is too large for t: it takes 2,070 bytes,';
    expect(await tooLarge(1_000)).toMatchObject({
      exitCode: 5,
      message: `${words} and its max.message.bytes is 1,000. 2 messages were acknowledged.`,
    });
    expect(await tooLarge()).toMatchObject({
      message: `${words} more than its max.message.bytes. 2 messages were acknowledged.`,
    });
  });

  test('a message that a broker refuses, by its line', async () => {
    const { producer, log } = brokerWith([], [1], { refused: 'bad' });
    async function* input() {
      yield [sending('a', 0, 1)];
      await new Promise((resolve) => setTimeout(resolve, 5));
      yield ['b', 'bad', 'c'].map((value, index) => sending(value, 0, index + 2));
    }
    expect(await sendMessages(producer, input(), signal).catch((reason: unknown) => reason)).toMatchObject({
      message: 'Line 3 was refused by t: it has no key (INVALID_RECORD). 1 message was acknowledged.',
    });
    expect(log[0]).toEqual(['a']);
  });

  test('a topic that is deleted meanwhile', async () => {
    const { producer, found } = brokerWith(['ok', ...Array(200).fill(3)]);
    async function* input() {
      yield [sending('a', 0)];
      await new Promise((resolve) => setTimeout(resolve, 20));
      found.isGone = true;
      yield [sending('b', 0)];
    }
    expect(await sendMessages(producer, input(), signal).catch((reason: unknown) => reason)).toMatchObject({
      exitCode: 5,
      message:
        't was deleted while it was written to. 1 message was acknowledged; of 1 message more nobody knows whether they were written.',
    });
  });

  test('too few replicas in sync', async () => {
    expect((await stopped(['ok', ...Array(1_000).fill(19)], undefined, ['a', 'b'])).error).toMatchObject({
      message:
        'Partition 0 of t has fewer replicas in sync than its min.insync.replicas (NOT_ENOUGH_REPLICAS). 1 message was acknowledged.',
    });
  });

  test('a refusal while input is idle', async () => {
    const { producer } = brokerWith([29]);
    async function* input() {
      yield [sending('a', 0)];
      await new Promise(() => {});
    }
    expect(await sendMessages(producer, input(), signal).catch((reason: unknown) => reason)).toMatchObject({
      exitCode: 4,
    });
  });

  test('input that breaks: what came before is sent', async () => {
    const { producer, log } = brokerWith([]);
    async function* input() {
      yield large.map((value) => sending(value, 0));
      throw new Error('EIO.');
    }
    expect(await sendMessages(producer, input(), signal).catch((reason: unknown) => reason)).toMatchObject({
      message: 'EIO. 12 messages were acknowledged.',
    });
    expect(log[0]).toEqual(large);
  });

  test('no right', async () => {
    expect((await stopped([29])).error).toMatchObject({
      exitCode: 4,
      message:
        'No right to write to t (TOPIC_AUTHORIZATION_FAILED). It takes WRITE on topic t. No message was acknowledged.',
    });
  });

  test('a leader that stays away', async () => {
    expect(
      (await stopped(['ok', ...Array(1_000).fill('answer lost')], undefined, ['a', 'b'])).error,
    ).toMatchObject({
      exitCode: 5,
      message:
        'Partition 0 of t has no leader that answers. Lost. 1 message was acknowledged; of 1 message more nobody knows whether they were written.',
    });
  });

  test('Ctrl-C waits for what is on its way, and sends no more', async () => {
    const interruption = new AbortController();
    const { producer, log } = brokerWith([]);
    async function* input() {
      yield large.map((value) => sending(value, 0));
      interruption.abort(new InterruptedError('SIGINT'));
      yield [sending('never', 0)];
    }
    const error: unknown = await sendMessages(producer, input(), interruption.signal).catch(
      (reason: unknown) => reason,
    );
    const written = log[0]?.length ?? 0;
    expect(written).toBeLessThan(12);
    expect(error).toMatchObject({ exitCode: 130 });
    expect(producer.acknowledged).toBe(written);
  });

  test('Ctrl-C while a broker is silent: what may have been written is said', async () => {
    const interruption = new AbortController();
    const work = stopped(['ok', 'silence'], interruption, ['a', 'b', 'c']);
    setTimeout(() => interruption.abort(new InterruptedError('SIGINT')), 50);
    expect((await work).error).toMatchObject({
      exitCode: 130,
      message:
        'Interrupted. 1 message was acknowledged; of 1 message more nobody knows whether they were written.',
    });
  });
});
