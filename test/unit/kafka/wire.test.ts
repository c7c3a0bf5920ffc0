import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MalformedResponseError, Reader } from '../../../src/lib/kafka/wire/reader.js';
import { Writer } from '../../../src/lib/kafka/wire/writer.js';
import { bytes, hex } from './bytes.js';

const writing = (flexible: boolean, write: (writer: Writer) => void) => {
  const writer = new Writer(flexible);
  write(writer);
  return writer.bytes.toString('hex');
};
const plain = (write: (writer: Writer) => void) => writing(false, write);
const flexible = (write: (writer: Writer) => void) => writing(true, write);

describe('the bytes of each type', () => {
  test.each<[string, (writer: Writer) => void, string, string]>([
    ['int8', (to) => to.int8(-2), 'fe', 'fe'],
    ['int16', (to) => to.int16(-2), 'fffe', 'fffe'],
    ['int32', (to) => to.int32(9092), '00002384', '00002384'],
    ['int64', (to) => to.int64(-1n), 'ffffffffffffffff', 'ffffffffffffffff'],
    ['true', (to) => to.boolean(true), '01', '01'],
    ['false', (to) => to.boolean(false), '00', '00'],
    ['a text', (to) => to.string('topic'), '0005 "topic"', '06 "topic"'],
    ['a text of more bytes than characters', (to) => to.string('주'), '0003 "주"', '04 "주"'],
    ['no characters', (to) => to.string(''), '0000', '01'],
    ['null for a text', (to) => to.nullableString(null), 'ffff', '00'],
    ['a text that could be null', (to) => to.nullableString('a'), '0001 "a"', '02 "a"'],
    ['a list', (to) => to.array([1, 2], (out, n) => out.int8(n)), '00000002 01 02', '03 01 02'],
    ['an empty list', (to) => to.array([], () => {}), '00000000', '01'],
    ['null for a list', (to) => to.nullableArray(null, () => {}), 'ffffffff', '00'],
    ['the end of a structure', (to) => to.endStructure(), '', '00'],
  ])('%s', (_, write, old, compact) => {
    expect(plain(write)).toBe(hex(old));
    expect(flexible(write)).toBe(hex(compact));
  });

  test.each([
    [126, '7f'],
    [127, '8001'],
    [128, '8101'],
    [16_382, 'ff7f'],
    [16_383, '808001'],
    [2_097_151, '80808001'],
  ])('the compact length of a text of %i bytes', (length, start) => {
    expect(flexible((to) => to.string('x'.repeat(length))).slice(0, start.length)).toBe(start);
    expect(flexible((to) => to.string('x'.repeat(length)))).toHaveLength(start.length + 2 * length);
  });

  test('a text too long for its length is an error, never another text', () => {
    expect(plain((to) => to.string('x'.repeat(32_767)))).toMatch(/^7fff7878/);
    expect(() => plain((to) => to.string('x'.repeat(32_768)))).toThrow(RangeError);
  });

  test('tagged fields that we do not know are passed over', () => {
    const reader = new Reader(bytes('02 00 03 "abc" 81 01 01 "x" 2a'), true);
    reader.endStructure();
    expect(reader.int8()).toBe(42);
  });
});

const value = fc.oneof(
  fc.record({ type: fc.constant('int8' as const), value: fc.integer({ min: -128, max: 127 }) }),
  fc.record({ type: fc.constant('int16' as const), value: fc.integer({ min: -32_768, max: 32_767 }) }),
  fc.record({ type: fc.constant('int32' as const), value: fc.integer() }),
  fc.record({
    type: fc.constant('int64' as const),
    value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  }),
  fc.record({ type: fc.constant('boolean' as const), value: fc.boolean() }),
  fc.record({
    type: fc.constant('nullableString' as const),
    value: fc.option(fc.string({ unit: fc.constantFrom('a', '주', '😀'), maxLength: 300 })),
  }),
  fc.record({
    type: fc.constant('list' as const),
    value: fc.option(fc.array(fc.string({ maxLength: 5 }), { maxLength: 200 })),
  }),
);
type Value = typeof value extends fc.Arbitrary<infer Item> ? Item : never;

function write(writer: Writer, item: Value): void {
  switch (item.type) {
    case 'int64':
      writer.int64(item.value);
      break;
    case 'boolean':
      writer.boolean(item.value);
      break;
    case 'nullableString':
      writer.nullableString(item.value);
      break;
    case 'list':
      writer.nullableArray(item.value, (to, text) => to.string(text).endStructure());
      break;
    default:
      writer[item.type](item.value);
  }
}

function readBack(reader: Reader, { type }: Value): Value['value'] {
  if (type !== 'list') return reader[type]();
  return reader.nullableArray((from) => {
    const text = from.string();
    from.endStructure();
    return text;
  });
}

describe('for all values, in old and in flexible versions', () => {
  const messages = fc.array(value, { maxLength: 12 });

  test('what is read is what was written', () => {
    fc.assert(
      fc.property(messages, fc.boolean(), (items, isFlexible) => {
        const writer = new Writer(isFlexible);
        for (const item of items) write(writer, item);
        const reader = new Reader(writer.bytes, isFlexible);
        expect(items.map((item) => readBack(reader, item))).toEqual(items.map((item) => item.value));
        expect(reader.remaining).toBe(0);
      }),
    );
  });

  test('a message that ends early is malformed, wherever it ends', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        fc.nat(),
        (items, isFlexible, at) => {
          const writer = new Writer(isFlexible);
          for (const item of items) write(writer, item);
          const cut = writer.bytes.subarray(0, at % writer.bytes.length);
          const reader = new Reader(cut, isFlexible);
          expect(() => items.map((item) => readBack(reader, item))).toThrow(MalformedResponseError);
        },
      ),
    );
  });
});
