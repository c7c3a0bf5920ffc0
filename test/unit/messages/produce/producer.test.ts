import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../../src/lib/errors.js';
import { type Sending, sendMessages } from '../../../../src/lib/messages/produce/send-messages.js';
import { brokerWith, each, type Fate, large, sending, signal } from './scripted-broker.js';

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
