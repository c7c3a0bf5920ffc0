import { expect, test } from 'vitest';
import { takeOne } from '../../../../src/lib/cluster/check/round-trip.js';
import { batchLayout } from '../../../../src/lib/kafka/records/batch-layout.js';
import { crc32c } from '../../../../src/lib/kafka/records/crc32c.js';
import { writeBatch } from '../../../../src/lib/kafka/records/write-batch.js';
import { fetchRecords } from '../../../../src/lib/kafka/requests/fetch.js';
import { ScriptedClient } from '../../topics/io/scripted-client.js';

const place = { name: 't', partition: 0, leader: 1 };
const key = Buffer.from('mine');

/** A message of ours, in a batch that says that it is packed with a codec of this number. */
function packedAs(codec: number, offset: bigint): Buffer {
  const batch = writeBatch([{ timestamp: 0n, key, value: null, headers: [] }]);
  batch.writeBigInt64BE(offset, 0);
  batch.writeInt16BE(codec, batchLayout.attributes);
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
  return batch;
}

const take = (records: Buffer, offset: bigint) => {
  const client = new ScriptedClient().always(fetchRecords, [
    {
      ...{ name: 't', partition: 0, error: undefined, highWatermark: 9n, lastStableOffset: 9n },
      ...{ abortedTransactions: [], records },
    },
  ]);
  return takeOne(client, place, offset, (message) => message.key?.equals(key) === true);
};

test('a batch at the offset that nobody can unpack is said; one of others is passed over', async () => {
  await expect(take(packedAs(5, 7n), 7n)).rejects.toThrow(
    "The batch at offset 7 can't be read: it is packed with codec 5.",
  );
  const others = Buffer.concat([packedAs(5, 6n), packedAs(0, 7n)]);
  expect(await take(others, 7n)).toMatchObject({ error: undefined, value: true });
  expect(await take(packedAs(5, 6n), 7n)).toMatchObject({ error: undefined, value: undefined });
});
