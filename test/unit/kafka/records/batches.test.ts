import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc32c } from '../../../../src/lib/kafka/records/crc32c.js';
import type { Message } from '../../../../src/lib/kafka/records/model.js';
import { eachBatch, readBatches } from '../../../../src/lib/kafka/records/read-batches.js';
import { readVarint, varint } from '../../../../src/lib/kafka/records/varint.js';
import { batchLayout, writeBatch } from '../../../../src/lib/kafka/records/write-batch.js';
import { MalformedResponseError } from '../../../../src/lib/kafka/wire/reader.js';

const bytes = fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array));
const message: fc.Arbitrary<Message> = fc.record({
  timestamp: fc.bigInt({ min: 0n, max: 2n ** 45n }),
  key: fc.option(bytes),
  value: fc.option(bytes),
  headers: fc.array(fc.record({ key: fc.string(), value: fc.option(bytes) }), { maxLength: 4 }),
});
const messages = fc.array(message, { minLength: 1, maxLength: 8 });

/** As a broker stores it: with an offset of its own. */
function stored(batch: Buffer, baseOffset: bigint): Buffer {
  const copy = Buffer.from(batch);
  copy.writeBigInt64BE(baseOffset, 0);
  return copy;
}

/** With other attributes, packed by that codec. */
function packed(
  batch: Buffer,
  attributes: number,
  pack: (records: Buffer) => Buffer = (same) => same,
): Buffer {
  const whole = Buffer.concat([
    batch.subarray(0, batchLayout.records),
    pack(batch.subarray(batchLayout.records)),
  ]);
  whole.writeInt32BE(whole.length - batchLayout.length - 4, batchLayout.length);
  whole.writeInt16BE(attributes, batchLayout.attributes);
  whole.writeUInt32BE(crc32c(whole.subarray(batchLayout.attributes)), batchLayout.crc);
  return whole;
}

const one = writeBatch([{ timestamp: 5n, key: null, value: Buffer.from('hello'), headers: [] }]);

describe('the checksum', () => {
  // https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
  test.for([
    [Buffer.alloc(32), 0x8a9136aa],
    [Buffer.alloc(32, 0xff), 0x62a8ab43],
    [Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
    [Buffer.from('123456789'), 0xe3069283],
  ] as const)('%s', ([given, sum]) => {
    expect(crc32c(given)).toBe(sum);
  });

  test('is the same wherever bytes begin and end', () => {
    const bitByBit = (bytes: Uint8Array) => {
      let rest = 0xffffffff;
      for (const byte of bytes) {
        rest ^= byte;
        for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0x82f63b78 : rest >>> 1;
      }
      return (rest ^ 0xffffffff) >>> 0;
    };
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(8), (any, from) => {
        expect(crc32c(any.subarray(from))).toBe(bitByBit(any.subarray(from)));
      }),
    );
  });
});

describe('numbers of records', () => {
  test.for([
    [0n, '00'],
    [-1n, '01'],
    [1n, '02'],
    [63n, '7e'],
    [-64n, '7f'],
    [64n, '8001'],
    [300n, 'd804'],
    [-(2n ** 63n), 'ffffffffffffffffff01'],
  ] as const)('%s is %s', ([value, hex]) => {
    expect(varint(value).toString('hex')).toBe(hex);
  });

  test('come back, wherever they stand', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), bytes, (value, before) => {
        const { value: back, end } = readVarint(Buffer.concat([before, varint(value)]), before.length);
        expect([back, end]).toEqual([value, before.length + varint(value).length]);
      }),
    );
  });

  test.for(['', '80', 'ffffffffffffffffff7f', 'ffffffffffffffffffff01'])('%s is none', (hex) => {
    expect(() => readVarint(Buffer.from(hex, 'hex'), 0)).toThrow(MalformedResponseError);
  });
});

describe('batches', () => {
  test('what is written is read, at the offsets that the broker gave', () => {
    fc.assert(
      fc.property(
        fc.array(messages, { maxLength: 3 }),
        fc.bigInt({ min: 0n, max: 2n ** 40n }),
        (all, first) => {
          let next = first;
          const written = all.map((some) => {
            const batch = stored(writeBatch(some), next);
            next += BigInt(some.length);
            return batch;
          });
          const read = readBatches(Buffer.concat(written));
          const expected = all.flat().map((one, index) => ({ ...one, offset: first + BigInt(index) }));
          const plain = read
            .flatMap((batch) => batch.messages)
            .map(({ timestamp, key, value, headers, offset }) => ({
              timestamp,
              key,
              value,
              headers,
              offset,
            }));
          expect(plain).toEqual(expected);
          expect(read.map(({ unread, codec, isControl }) => [unread, codec, isControl])).toEqual(
            all.map(() => [undefined, 'none', false]),
          );
        },
      ),
    );
  });

  test('one that is cut off is left out, and nothing before it', () => {
    const whole = Buffer.concat([one, stored(one, 1n)]);
    fc.assert(
      fc.property(fc.nat(one.length - 1), (cut) => {
        expect(readBatches(whole.subarray(0, one.length + cut))).toHaveLength(1);
      }),
    );
  });

  test('any bytes are read, or are called malformed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (any) => {
        try {
          readBatches(Buffer.from(any));
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedResponseError);
        }
      }),
    );
  });

  test('a changed byte never comes through as a message', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: batchLayout.attributes, max: one.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        (at, by) => {
          const changed = Buffer.from(one);
          changed.writeUInt8(changed.readUInt8(at) ^ by, at);
          expect(readBatches(changed)).toMatchObject([
            { messages: [], unread: "its checksum doesn't fit what it holds" },
          ]);
        },
      ),
    );
  });

  test.for([
    [1, 'gzip'],
    [2, 'snappy'],
    [3, 'lz4'],
    [4, 'zstd'],
    [5, 'codec 5'],
  ] as const)(
    'what is packed with codec %s is named, and what comes after it is read',
    ([attributes, codec]) => {
      const read = readBatches(Buffer.concat([packed(one, attributes), stored(one, 7n)]));
      expect(read).toMatchObject([
        { codec, messages: [], unread: `it is packed with ${codec}`, lastOffset: 0n },
        { codec: 'none', messages: [{ offset: 7n }], unread: undefined },
      ]);
    },
  );

  test('whoever brings an unpacker reads them', () => {
    const unpack = { gzip: (records: Buffer) => gunzipSync(records) };
    expect(readBatches(packed(one, 1, gzipSync), unpack)).toMatchObject([
      { codec: 'gzip', unread: undefined, messages: [{ value: Buffer.from('hello'), offset: 0n }] },
    ]);
    expect(readBatches(packed(one, 1), unpack)).toMatchObject([
      { unread: "gzip can't be unpacked", messages: [] },
    ]);
  });

  test('one of very many is read in parts, which end where the next begins', () => {
    const count = 120_000;
    const message = { timestamp: 5n, key: null, value: null, headers: [] };
    const batch = stored(writeBatch(Array.from({ length: count }, () => message)), 7n);
    const parts = [...eachBatch(batch, {})];
    expect(
      parts.map(({ baseOffset, lastOffset, messages }) => [baseOffset, lastOffset, messages.length]),
    ).toEqual([
      [7n, 50_006n, 50_000],
      [50_007n, 100_006n, 50_000],
      [100_007n, 120_006n, 20_000],
    ]);
    expect(parts.at(-1)?.messages.at(-1)?.offset).toBe(120_006n);
    // The last record says that it goes on behind its batch.
    const records = Buffer.from(batch.subarray(batchLayout.records));
    records[records.length - 9] = 0x40;
    const broken = [
      ...eachBatch(
        packed(batch, 0, () => records),
        {},
      ),
    ];
    expect(broken.map(({ baseOffset, lastOffset, unread }) => [baseOffset, lastOffset, unread])).toEqual([
      [7n, 50_006n, undefined],
      [50_007n, 100_006n, undefined],
      [100_007n, 120_006n, expect.stringContaining('a record has 32 bytes where')],
    ]);
  });

  test('numbers are exact, or there are none: offsets and times are never rounded', () => {
    const edge = 2n ** 53n;
    const near = fc.bigInt({ min: -3n, max: 3n });
    const isExact = (first: bigint, sum: bigint) =>
      [first, sum, sum - first].every((value) => value > -edge && value < edge);
    const time = fc.oneof(
      near,
      near.map((by) => edge + by),
      near.map((by) => 1_772_366_400_000n + by),
      near.map((by) => 1_772_366_400_000_000_001n + by),
      fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
    );
    const offset = fc.oneof(
      near.map((by) => edge + by),
      fc.bigInt({ min: 0n, max: 2n ** 62n }),
    );
    fc.assert(
      fc.property(offset, time, time, (at, first, second) => {
        const all = [first, second].map((timestamp) => ({ timestamp, key: null, value: null, headers: [] }));
        const records = readBatches(stored(writeBatch(all), at)).flatMap(({ messages }) => messages);
        for (const { exactOffset, exactTimestamp, offset, timestamp } of records) {
          expect(BigInt(exactOffset ?? offset)).toBe(offset);
          expect(BigInt(exactTimestamp ?? timestamp)).toBe(timestamp);
          expect(exactOffset !== undefined).toBe(isExact(at, offset));
          expect(exactTimestamp !== undefined).toBe(isExact(first, timestamp));
        }
      }),
      {
        examples: [
          [0n, 1_772_366_400_000_000_001n, 1_772_366_400_123n],
          [0n, -10n, 2n ** 53n - 3n],
        ],
      },
    );
  });

  test('marks of transactions are told from messages, and the time of the append wins where it counts', () => {
    expect(readBatches(packed(one, 0b11_0000))).toMatchObject([{ isControl: true, isTransactional: true }]);
    const appended = Buffer.from(one);
    appended.writeBigInt64BE(99n, batchLayout.lastTimestamp);
    expect(readBatches(packed(appended, 0b1000))[0]?.messages[0]?.timestamp).toBe(99n);
  });

  test('an older format is named', () => {
    const older = Buffer.from(one);
    older.writeInt8(1, batchLayout.magic);
    expect(readBatches(older)).toMatchObject([{ unread: 'its format is version 1 and not 2', messages: [] }]);
  });

  test('a length that leaves no room for a batch is malformed', () => {
    const bad = Buffer.from(one);
    bad.writeInt32BE(-3, batchLayout.length);
    expect(() => readBatches(bad)).toThrow(MalformedResponseError);
  });

  test('an empty batch is not written', () => {
    expect(() => writeBatch([])).toThrow(RangeError);
  });
});
