import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { sendBurst } from '../../../../src/lib/cluster/check/burst.js';
import { CheckRecords } from '../../../../src/lib/cluster/check/check-records.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import {
  type ProducedPartition,
  type ProduceRequest,
  produce,
} from '../../../../src/lib/kafka/requests/produce.js';
import { ScriptedClient } from '../../topics/io/scripted-client.js';

const name = 'exops-check-20261121T234500Z-0123456789ab';
const noSignal = new AbortController().signal;

const place = (leader: number) => ({ name: 't', partition: leader, leader });

const answer = (code = 0): readonly ProducedPartition[] => [
  { name: 't', partition: 0, error: itemError(code), baseOffset: 0n },
];

const batchesOf = (client: ScriptedClient) =>
  client
    .requests(produce)
    .flatMap(({ topics }: ProduceRequest) =>
      topics.flatMap(({ partitions }) => partitions.map(({ batch }) => batch.length)),
    );

test.each([1, 15, 1_024, 1_000_000])(
  'batches of values of %i bytes are what a broker takes',
  async (size) => {
    const client = new ScriptedClient().always(produce, answer());
    const records = new CheckRecords(name, size, () => 1_764_000_000_000);
    const acknowledged: number[] = [];
    const count = size < 100 ? 20_000 : 10;
    const rate = await sendBurst(client, [place(1)], { records, count, size }, noSignal, acknowledged);
    expect(rate).toMatchObject({ records: count, bytes: count * size });
    expect(new Set(acknowledged).size).toBe(count);
    // A megabyte is what Kafka takes unless it is told otherwise.
    for (const bytes of batchesOf(client)) expect(bytes).toBeLessThan(size > 100_000 ? 1_048_576 : 132_000);
  },
);

test('after a refusal nothing more is sent, and what was under way has ended', async () => {
  const batchOfMine = 113;
  const client = new ScriptedClient().always(produce, async (_, { broker }) => {
    if (broker === 2) return answer(29);
    await nextTurn();
    return answer();
  });
  const records = new CheckRecords(name, 1_024, () => 0);
  const acknowledged: number[] = [];
  const sending = sendBurst(
    ...([client, [place(1), place(2)], { records, count: 100_000, size: 1_024 }] as const),
    ...([noSignal, acknowledged] as const),
  );
  await expect(sending).rejects.toThrow('Produce: TOPIC_AUTHORIZATION_FAILED');
  const seen = { acknowledged: acknowledged.length, asked: client.of(produce).length };
  expect(seen).toEqual({ acknowledged: 4 * batchOfMine, asked: 8 });
  for (let turn = 0; turn < 10; turn++) await nextTurn();
  expect({ acknowledged: acknowledged.length, asked: client.of(produce).length }).toEqual(seen);
});
