import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../../src/lib/errors.js';
import { batchLayout } from '../../../../src/lib/kafka/records/write-batch.js';
import { reading } from './reading.js';
import { clusterOf, stored } from './topic-log.js';

const abc = stored({ at: 0n, values: ['a', 'b', 'c'] });

describe('what is read', () => {
  test('ends at the end that was given, though more is there', async () => {
    const { client, asked } = clusterOf({ 0: [{ records: abc }] });
    expect(await reading(client, { ends: [2n] })).toMatchObject({
      seen: ['0:0 a', '0:1 b'],
      problems: [],
      error: undefined,
    });
    expect(asked[0]).toMatchObject([{ broker: 1, offset: 0n, maxBytes: 512 * 1024, isFirst: true }]);
  });

  test('begins at the offset, within a batch', async () => {
    const { client } = clusterOf({ 0: [{ records: abc }] });
    expect((await reading(client, { first: 1n })).seen).toEqual(['0:1 b', '0:2 c']);
  });

  test('goes over what compaction took, in a batch, between batches, and all that was left', async () => {
    const records = Buffer.concat([
      stored({ at: 4n, values: ['e'], covers: 3 }),
      stored({ at: 20n, values: ['u'] }),
    ]);
    const { client, asked, state } = clusterOf({ 0: [{ records }] });
    state.policy = 'delete, compact';
    const { seen, problems, error } = await reading(client, { ends: [30n] });
    expect({ seen, problems, error }).toEqual({
      ...{ seen: ['0:4 e', '0:20 u'], problems: [], error: undefined },
    });
    expect(asked[0]?.map(({ offset, maxWaitMs }) => [offset, maxWaitMs])).toEqual([
      ...[[0n, 500], [21n, 500], [21n, 3_000], [21n, 3_000]], // biome-ignore format: it is a table
    ]);
  });

  test('leaves out what an aborted transaction wrote, and marks', async () => {
    const records = Buffer.concat([
      stored({ at: 0n, values: ['kept'], producer: 7n }),
      stored({ at: 1n, values: ['mark'], producer: 7n, control: 'commit' }),
      stored({ at: 2n, values: ['gone'], producer: 7n }),
      stored({ at: 3n, values: ['other'], producer: 8n }),
      stored({ at: 4n, values: ['no transaction'] }),
      stored({ at: 5n, values: ['mark'], producer: 7n, control: 'abort' }),
      stored({ at: 6n, values: ['kept again'], producer: 7n }),
    ]);
    const abortedTransactions = [{ producerId: 7n, firstOffset: 2n }];
    const answers = { 0: [{ records, abortedTransactions }] };
    const committed = await reading(clusterOf(answers).client, { ends: [7n] });
    expect(committed.seen).toEqual(['0:0 kept', '0:3 other', '0:4 no transaction', '0:6 kept again']);
    const all = await reading(clusterOf(answers).client, { ends: [7n], isolation: 'read uncommitted' });
    expect(all.seen).toEqual(['0:0 kept', '0:2 gone', '0:3 other', '0:4 no transaction', '0:6 kept again']);
  });

  test('a batch larger than the limit is asked for with its size', async () => {
    const { client, asked } = clusterOf({ 0: [{ records: abc.subarray(0, 20) }, { records: abc }] });
    expect((await reading(client)).seen).toHaveLength(3);
    expect(asked[0]?.map(({ maxBytes }) => maxBytes)).toEqual([512 * 1024, 1024 * 1024]);
    const huge = Buffer.from(abc.subarray(0, 20));
    huge.writeInt32BE(5 * 1024 * 1024, 8);
    const larger = clusterOf({ 0: [{ records: huge }, { records: abc }] });
    expect((await reading(larger.client)).seen).toHaveLength(3);
    expect(larger.asked[0]?.map(({ maxBytes }) => maxBytes)).toEqual([512 * 1024, 5 * 1024 * 1024 + 12]);
  });

  test('the partition that waits longest stands first, so that none starves behind a large batch', async () => {
    const { client, asked } = clusterOf({ 0: [{ records: abc }], 1: [{}, { records: abc }] });
    expect((await reading(client, { ends: [9n, 3n] })).seen).toHaveLength(6);
    expect(asked[1]?.map(({ isFirst }) => isFirst)).toEqual([false, true]);
  });
});

describe('a partition that comes back empty', () => {
  const [a, b] = [stored({ at: 0n, values: ['a'] }), stored({ at: 0n, values: ['b'] })];
  const skipped = { highWatermark: -1n, lastStableOffset: -1n };

  test('is asked again, though it stood first, and others were filled before it', async () => {
    const { client, asked } = clusterOf({ 0: [skipped, { records: a }], 1: [{ records: b }] });
    const { seen, problems, pauses } = await reading(client, { ends: [1n, 1n] });
    expect({ seen, problems, pauses }).toEqual({ seen: ['1:0 b', '0:0 a'], problems: [], pauses: [] });
    expect(asked[0]).toHaveLength(2);
  });

  test('counts as empty only where nothing else came', async () => {
    const more = ['b', 'c', 'd', 'e'].map((value, at) => ({
      records: stored({ at: BigInt(at), values: [value] }),
    }));
    const { client, asked } = clusterOf({ 0: [skipped, skipped, {}, { records: a }], 1: more });
    const { seen, problems } = await reading(client, { ends: [1n, 4n] });
    expect({ seen, problems }).toEqual({ seen: ['1:0 b', '1:1 c', '1:2 d', '1:3 e', '0:0 a'], problems: [] });
    expect(asked[0]?.map(({ isAlone }) => isAlone)).toEqual([false, false, true, true]);
  });

  test('is asked alone, and for longer, where all of them did', async () => {
    const { client, asked } = clusterOf({ 0: [{}, {}, { records: a }], 1: [{}, {}, { records: b }] });
    const { seen, problems } = await reading(client, { ends: [1n, 1n] });
    expect({ seen, problems }).toEqual({ seen: ['0:0 a', '1:0 b'], problems: [] });
    for (const id of [0, 1])
      expect(asked[id]?.map(({ isAlone, maxWaitMs }) => [isAlone, maxWaitMs])).toEqual([
        ...[[false, 500], [true, 3_000], [true, 3_000]], // biome-ignore format: it is a table
      ]);
  });

  test('three times in a row ends there, which is said where compaction is no reason', async () => {
    const { client, asked } = clusterOf({ 0: [{ records: a }], 1: [{ records: b }] });
    const { seen, problems, error } = await reading(client, { ends: [9n, 1n] });
    expect({ seen, problems, error }).toEqual({
      ...{ seen: ['0:0 a', '1:0 b'], error: undefined },
      problems: ['Partition 0, from offset 1 on: the broker has nothing there, though it ends at 9.'],
    });
    expect(asked[0]).toHaveLength(4);
  });

  test('is asked with the others, and for no longer, where it is followed', async () => {
    const interruption = new AbortController();
    const { client, asked } = clusterOf({ 0: [{}, {}, {}, {}, { records: a }] });
    await reading(client, {
      ...{ follow: true, ends: [0n, 0n], signal: interruption.signal },
      take: async () => {
        interruption.abort(new InterruptedError('SIGINT'));
        return 'go on';
      },
    });
    expect(asked[0]?.slice(0, 5).every(({ isAlone, maxWaitMs }) => !isAlone && maxWaitMs === 500)).toBe(true);
  });
});

describe('what can not be read is named, and passed over', () => {
  const broken = Buffer.from(stored({ at: 0n, values: ['a', 'b'] }));
  broken.writeUInt8(0x42, broken.length - 2);

  test('a batch that is not as it was written', async () => {
    const records = Buffer.concat([broken, stored({ at: 2n, values: ['c'] })]);
    const { seen, problems } = await reading(clusterOf({ 0: [{ records }] }).client);
    expect(seen).toEqual(['0:2 c']);
    expect(problems).toEqual([
      "Partition 0, offsets 0 to 1: skipped, its checksum doesn't fit what it holds.",
    ]);
  });

  test('alone in an answer: what comes after it is asked for', async () => {
    const { client, asked } = clusterOf({
      0: [{ records: broken }, { records: stored({ at: 2n, values: ['c'] }) }],
    });
    expect((await reading(client)).seen).toEqual(['0:2 c']);
    expect(asked[0]?.map(({ offset }) => offset)).toEqual([0n, 2n]);
  });

  test('at the end of what is followed: said once, and gone past', async () => {
    const interruption = new AbortController();
    const { client, asked } = clusterOf({
      0: [{ records: broken }, {}, {}, { records: stored({ at: 2n, values: ['c'] }) }],
    });
    const { problems } = await reading(client, {
      ...{ follow: true, signal: interruption.signal },
      take: async () => {
        interruption.abort(new InterruptedError('SIGINT'));
        return 'go on';
      },
    });
    expect(problems).toHaveLength(1);
    expect(asked[0]?.slice(0, 3).map(({ offset }) => offset)).toEqual([0n, 2n, 2n]);
  });

  test('one whose end was broken, too: up to the next batch, or to nowhere', async () => {
    const endless = Buffer.from(stored({ at: 0n, values: ['a', 'b'] }));
    endless.writeInt32BE(2_000_000, batchLayout.lastOffsetDelta);
    const records = Buffer.concat([endless, stored({ at: 2n, values: ['c'] })]);
    const before = await reading(clusterOf({ 0: [{ records }] }).client);
    expect({ seen: before.seen, problems: before.problems }).toEqual({
      seen: ['0:2 c'],
      problems: ["Partition 0, offsets 0 to 1: skipped, its checksum doesn't fit what it holds."],
    });
    const negative = Buffer.from(stored({ at: 0n, values: ['a', 'b'] }));
    negative.writeInt32BE(-7, batchLayout.lastOffsetDelta);
    for (const follow of [true, false]) {
      const alone = await reading(clusterOf({ 0: [{ records: endless }] }).client, { follow });
      expect(alone.problems).toEqual([
        "Partition 0, from offset 0 on: its checksum doesn't fit what it holds, nor does what it says of its end.",
      ]);
    }
    const again = await reading(
      clusterOf({ 0: [{ records: negative }, { records: stored({ at: 1n, values: ['b', 'c'] }) }] }).client,
    );
    expect(again.seen).toEqual(['0:1 b', '0:2 c']);
  });

  test('a leader that answers the same again and again is not asked for ever', async () => {
    const same = { records: abc };
    const { client } = clusterOf({ 0: [same, same, same] });
    const { seen, problems } = await reading(client, { ends: [9n] });
    expect({ seen: seen.length, problems }).toEqual({
      seen: 3,
      problems: ['Partition 0, from offset 3 on: the broker answers with what was read already.'],
    });
  });

  test('a codec that nobody knows yet', async () => {
    const records = stored({ at: 0n, values: ['a', 'b', 'c'], codec: 6 });
    const { seen, problems } = await reading(clusterOf({ 0: [{ records }] }).client);
    expect({ seen, problems }).toEqual({
      seen: [],
      problems: ['Partition 0, offsets 0 to 2: skipped, it is packed with codec 6.'],
    });
  });

  test('an answer whose lengths can not be true ends its partition, and no other', async () => {
    const records = Buffer.from(abc);
    records.writeInt32BE(-5, 8);
    const { seen, problems } = await reading(clusterOf({ 0: [{ records }], 1: [{ records: abc }] }).client, {
      ends: [3n, 3n],
    });
    expect(seen).toEqual(['1:0 a', '1:1 b', '1:2 c']);
    expect(problems).toEqual([
      "Partition 0, from offset 0 on: the broker's answer can't be read: a batch of -5 bytes.",
    ]);
  });

  test('offsets that retention took meanwhile', async () => {
    const { client, state } = clusterOf({ 0: [{ code: 1 }, { records: stored({ at: 2n, values: ['c'] }) }] });
    state.earliest = 2n;
    const { seen, problems } = await reading(client);
    expect(seen).toEqual(['0:2 c']);
    expect(problems).toEqual(['Partition 0, offsets 0 to 1: they were deleted meanwhile.']);
  });
});

describe('whoever takes messages', () => {
  test('is waited for: one more answer is asked for meanwhile, and no third', async () => {
    const { client, asked } = clusterOf({
      0: ['a', 'b', 'c', 'd'].map((value, at) => ({ records: stored({ at: BigInt(at), values: [value] }) })),
    });
    const askedWhileTaking: number[] = [];
    const { seen } = await reading(client, {
      ends: [4n],
      take: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        askedWhileTaking.push(asked[0]?.length ?? 0);
        return 'go on';
      },
    });
    expect(askedWhileTaking).toEqual([2, 3, 4, 4]);
    expect(seen).toEqual(['0:0 a', '0:1 b', '0:2 c', '0:3 d']);
  });

  test('ends it', async () => {
    const { client, asked } = clusterOf({
      0: [{ records: Buffer.concat([stored({ at: 0n, values: ['a'] }), stored({ at: 1n, values: ['b'] })]) }],
    });
    const { seen, error } = await reading(client, { ends: [9n], take: async () => 'stop' });
    expect({ seen, error }).toEqual({ seen: ['0:0 a'], error: undefined });
    expect(asked[0]).toHaveLength(2);
  });

  test('follows until interrupted', async () => {
    const interruption = new AbortController();
    const { client } = clusterOf({
      0: [{ records: abc }, {}, {}, { records: stored({ at: 3n, values: ['d'] }) }],
    });
    const { seen, error } = await reading(client, {
      ...{ follow: true, ends: [0n], signal: interruption.signal },
      take: async ({ messages }) => {
        if (messages.some(({ offset }) => offset === 3n)) interruption.abort(new InterruptedError('SIGINT'));
        return 'go on';
      },
    });
    expect(seen).toEqual(['0:0 a', '0:1 b', '0:2 c', '0:3 d']);
    expect(error).toMatchObject({ exitCode: 130 });
  });
});
