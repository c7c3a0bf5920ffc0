import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../../src/lib/errors.js';
import { sendMessages } from '../../../../src/lib/messages/produce/send-messages.js';
import { brokerWith, each, type Fate, large, sending, signal } from './scripted-broker.js';

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
