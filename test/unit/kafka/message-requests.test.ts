import { expect, test } from 'vitest';
import { authorizedOperations, operationsOf } from '../../../src/lib/kafka/requests/authorized-operations.js';
import { fetchRecords } from '../../../src/lib/kafka/requests/fetch.js';
import { produce } from '../../../src/lib/kafka/requests/produce.js';
import { saslHandshake } from '../../../src/lib/kafka/requests/sasl-handshake.js';
import { bytes, hex, read, written } from './bytes.js';

const batch = Buffer.from('abc');
const produced = {
  acks: 'all',
  timeoutMs: 1_000,
  topics: [{ name: 't', partitions: [{ id: 2, batch }] }],
} as const;

test('Produce is written with and without compact encodings', () => {
  expect(written(produce, 3, produced)).toBe(
    hex('ffff ffff 000003e8 00000001 0001"t" 00000001 00000002 00000003 "abc"'),
  );
  expect(written(produce, 9, produced)).toBe(hex('00 ffff 000003e8 02 02"t" 02 00000002 04"abc" 00 00 00'));
  expect(written(produce, 8, { ...produced, acks: 'leader' })).toMatch(/^ffff0001/);
});

test("Produce is read: the offset, or the broker's words", () => {
  const answer = '00000001 0001"t" 00000001 00000002 0000 0000000000000007 ffffffffffffffff';
  const well = { name: 't', partition: 2, baseOffset: 7n, error: undefined };
  expect(read(produce, 3, bytes(`${answer} 00000000`))).toEqual([well]);
  expect(read(produce, 5, bytes(`${answer} 0000000000000000 00000000`))).toEqual([well]);
  const refused = `00000001 0001"t" 00000001 00000002 001d ffffffffffffffff ffffffffffffffff ffffffffffffffff 00000001 00000006 0003"one" 0003"all" 00000000`;
  expect(read(produce, 8, bytes(refused))).toEqual([
    {
      ...{ name: 't', partition: 2, baseOffset: -1n },
      error: { code: 29, name: 'TOPIC_AUTHORIZATION_FAILED', message: 'all' },
      refusedMessage: { index: 6, why: 'one' },
    },
  ]);
});

test('Fetch is written for each kind of version', () => {
  const request = {
    ...{ maxWaitMs: 1, minBytes: 2, maxBytes: 3, isolation: 'read committed' as const },
    topics: [{ name: 't', partitions: [{ id: 4, offset: 5n, maxBytes: 6 }] }],
  } as const;
  const head = 'ffffffff 00000001 00000002 00000003 01';
  const topic = '00000001 0001"t" 00000001 00000004';
  expect(written(fetchRecords, 4, request)).toBe(hex(`${head} ${topic} 0000000000000005 00000006`));
  expect(written(fetchRecords, 5, request)).toBe(
    hex(`${head} ${topic} 0000000000000005 ffffffffffffffff 00000006`),
  );
  expect(written(fetchRecords, 11, request)).toBe(
    hex(
      `${head} 00000000 ffffffff ${topic} ffffffff 0000000000000005 ffffffffffffffff 00000006 00000000 0000`,
    ),
  );
});

test('Fetch is read, with the error of the whole answer on each partition', () => {
  const partition = '00000004 0000 0000000000000009 0000000000000008';
  const aborted = '00000001 0000000000000003 0000000000000002';
  const v4 = read(
    fetchRecords,
    4,
    bytes(`00000000 00000001 0001"t" 00000001 ${partition} ${aborted} 00000003"abc"`),
  );
  expect(v4).toEqual([
    {
      ...{ name: 't', partition: 4, error: undefined, highWatermark: 9n, lastStableOffset: 8n },
      abortedTransactions: [{ producerId: 3n, firstOffset: 2n }],
      records: batch,
    },
  ]);
  const v11 = `00000000 001f 00000000 00000001 0001"t" 00000001 ${partition} 0000000000000000 ffffffff ffffffff ffffffff`;
  expect(read(fetchRecords, 11, bytes(v11))).toMatchObject([
    { error: { name: 'CLUSTER_AUTHORIZATION_FAILED' }, abortedTransactions: [], records: Buffer.alloc(0) },
  ]);
});

test('SaslHandshake names the mechanisms', () => {
  expect(written(saslHandshake, 1, { mechanism: 'PLAIN' })).toBe(hex('0005"PLAIN"'));
  expect(read(saslHandshake, 1, bytes('0021 00000001 0005"OTHER"'))).toEqual({
    error: { code: 33, name: 'UNSUPPORTED_SASL_MECHANISM', message: null },
    mechanisms: ['OTHER'],
  });
});

test('Metadata asks for our rights, makes nothing, and reads them', () => {
  expect(written(authorizedOperations, 8, { topics: ['t'] })).toBe(hex('00000001 0001"t" 00 01 01'));
  const head = '00000000 00000001 00000001 0001"h" 00002382 ffff ffff 00000001';
  const there =
    '0000 0001"t" 00 00000001 0000 00000000 00000001 00000000 00000001 00000001 00000001 00000001 00000000 00000108';
  const hidden = '001d 0001"u" 00 00000000 80000000';
  expect(read(authorizedOperations, 8, bytes(`${head} 00000002 ${there} ${hidden} 00000100`))).toEqual({
    cluster: new Set(['DESCRIBE']),
    topics: [
      { name: 't', error: undefined, operations: new Set(['READ', 'DESCRIBE']) },
      {
        ...{ name: 'u', operations: undefined },
        error: { code: 29, name: 'TOPIC_AUTHORIZATION_FAILED', message: null },
      },
    ],
  });
});

test('bits of operations', () => {
  expect(operationsOf(-2_147_483_648)).toBeUndefined();
  expect(operationsOf(0)).toEqual(new Set());
  expect(operationsOf(0b1_1111_1111_1000)).toEqual(
    new Set([
      ...['READ', 'WRITE', 'CREATE', 'DELETE', 'ALTER', 'DESCRIBE', 'CLUSTER_ACTION'],
      ...['DESCRIBE_CONFIGS', 'ALTER_CONFIGS', 'IDEMPOTENT_WRITE'],
    ]),
  );
});
