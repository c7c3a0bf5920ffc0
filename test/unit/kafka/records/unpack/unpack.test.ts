import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import lz4 from 'lz4js';
import snappy from 'snappyjs';
import { describe, expect, test } from 'vitest';
import { readBatches } from '../../../../../src/lib/kafka/records/read-batches.js';
import { unpackGzip } from '../../../../../src/lib/kafka/records/unpack/gzip.js';
import { loadUnpackers } from '../../../../../src/lib/kafka/records/unpack/load-unpackers.js';
import { unpackLz4 } from '../../../../../src/lib/kafka/records/unpack/lz4.js';
import { mostUnpacked } from '../../../../../src/lib/kafka/records/unpack/most-unpacked.js';
import { unpackSnappy } from '../../../../../src/lib/kafka/records/unpack/snappy.js';
import { unpackZstd } from '../../../../../src/lib/kafka/records/unpack/zstd.js';
import { batches, valueInBatches } from './written-batches.js';

const packed = Object.entries(batches).map(([name, text]) => ({ name, bytes: Buffer.from(text, 'base64') }));

/** What stands before the packed records of a batch. */
const batchHead = 61;

describe('what others wrote', () => {
  test.each(packed)('$name', async ({ name, bytes }) => {
    const [batch, ...more] = readBatches(bytes, await loadUnpackers(bytes));
    expect(more).toEqual([]);
    expect(batch).toMatchObject({
      codec: name.split(' ')[1],
      unread: undefined,
      baseOffset: 0n,
      lastOffset: 1n,
    });
    const shown = batch?.messages.map(({ offset, key, value, headers }) => ({
      ...{ offset, key: String(key), value: String(value) },
      headers: headers.map((header) => `${header.key}=${header.value}`),
    }));
    const headers = name.startsWith('kcat') ? ['made=by kcat'] : [];
    expect(shown).toEqual([
      { offset: 0n, key: 'a', value: valueInBatches, headers },
      { offset: 1n, key: 'b', value: valueInBatches, headers },
    ]);
  });

  test('loads what a batch needs, and nothing else', async () => {
    const all = Buffer.concat(packed.slice(0, 3).map(({ bytes }) => bytes));
    expect(Object.keys(await loadUnpackers(all)).sort()).toEqual(['gzip', 'snappy']);
    expect(
      await loadUnpackers(
        Buffer.from('no batch at all, and long enough to have a head of one, at least so it seems'),
      ),
    ).toEqual({});
  });
});

describe('a bomb is not unpacked', () => {
  const tooMuch = 'it takes more than 64 MiB unpacked';
  const zeros = Buffer.alloc(mostUnpacked + 1);

  test('gzip', () => expect(() => unpackGzip(gzipSync(zeros))).toThrow(tooMuch));

  test('snappy by what it says of itself, before there is room for it', () => {
    expect(() => unpackSnappy(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0]))).toThrow(tooMuch);
  });

  test('snappy in many blocks', () => {
    const block = snappy.compress(Buffer.alloc(8 * 1024 * 1024));
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    const head = Buffer.concat([Buffer.from('\x82SNAPPY\0', 'latin1'), Buffer.alloc(8)]);
    const frame = (count: number) =>
      Buffer.concat([head, ...Array(count).fill(Buffer.concat([length, block]))]);
    expect(unpackSnappy(frame(8))).toHaveLength(mostUnpacked);
    expect(() => unpackSnappy(frame(9))).toThrow(tooMuch);
  });

  test('lz4', () => expect(() => unpackLz4(Buffer.from(lz4.compress(zeros)))).toThrow(tooMuch));

  test('zstd: blocks that repeat one byte, and a window of gigabytes', () => {
    const repeated = Buffer.from([0b10, 0, 0b1_0000, 7]); // 128 KiB of the byte 7
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0b0011_1000]); // a window of 128 KiB
    const frame = Buffer.concat([head, ...Array(513).fill(repeated)]);
    expect(() => unpackZstd(frame)).toThrow(tooMuch);
    const wide = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0b1010_0000, 1, 0, 0]);
    expect(() => unpackZstd(wide)).toThrow(tooMuch);
    const long = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0b1110_0000, 0, 0, 0, 0x80, 0, 0, 0, 0, 1, 0, 0]);
    expect(() => unpackZstd(long)).toThrow(tooMuch);
  });
});

describe('bytes that were cut or changed', () => {
  const unpackers = { gzip: unpackGzip, snappy: unpackSnappy, lz4: unpackLz4, zstd: unpackZstd };

  test.each(packed)('$name: an error, never a hang or more than the limit', ({ name, bytes }) => {
    const unpack = unpackers[name.split(' ')[1] as keyof typeof unpackers];
    const records = bytes.subarray(batchHead);
    fc.assert(
      fc.property(fc.nat(records.length - 1), fc.nat(255), fc.boolean(), (at, byte, cuts) => {
        const changed = Buffer.from(cuts ? records.subarray(0, at) : records);
        if (!cuts) changed[at] = byte;
        try {
          expect(unpack(changed).length).toBeLessThanOrEqual(mostUnpacked);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('in a batch: said with the codec, and what comes after it is read', async () => {
    const [first, second] = packed.filter(({ name }) => name.endsWith('gzip')).map(({ bytes }) => bytes);
    if (first === undefined || second === undefined) throw new Error('two batches with gzip');
    const both = Buffer.concat([first, second]);
    const broken = () => {
      throw new Error('invalid distance too far back');
    };
    const unpackers = [broken, unpackGzip];
    const read = readBatches(both, { gzip: (bytes) => (unpackers.shift() ?? broken)(bytes) });
    expect(read.map(({ unread }) => unread)).toEqual(["gzip can't be unpacked", undefined]);
  });
});

test('lz4: blocks that are not packed, with checksums', () => {
  const head = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0b0111_0100, 0x40, 0]);
  const block = (text: string) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(0x80000000 + text.length);
    return Buffer.concat([length, Buffer.from(text), Buffer.alloc(4)]);
  };
  const frame = Buffer.concat([head, block('so it '), block('is'), Buffer.alloc(4), Buffer.alloc(4)]);
  expect(unpackLz4(frame).toString()).toBe('so it is');
});
