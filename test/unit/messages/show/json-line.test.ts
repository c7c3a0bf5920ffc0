import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Decoding } from '../../../../src/lib/messages/show/decode.js';
import { messageBlock } from '../../../../src/lib/messages/show/message-block.js';
import { jsonText } from '../../../../src/lib/terminal/document.js';
import { noColor } from '../../../../src/lib/terminal/palette.js';
import { printable } from '../../../../src/lib/terminal/printable.js';
import { jsonLine, tabbedLine } from './shown.js';

const message = {
  ...{ topic: 'orders', partition: 2, offset: 2n ** 60n, timestamp: 1772366400000n },
  key: Buffer.from('k'),
  value: Buffer.from('v'),
  headers: [],
};
const auto = { key: 'auto', value: 'auto' } as const;

function shownAs(value: Buffer | null, decoding: Decoding): string {
  const line = jsonLine({ ...message, value }, { key: 'auto', value: decoding });
  return /"key":"k",(.*),"headers":\[\]\}$/.exec(line)?.[1] ?? line;
}

describe('a line', () => {
  test('has every digit of an offset, and headers in their order', () => {
    const headers = [
      { key: 'b', value: Buffer.from('1') },
      { key: 'a', value: null },
      { key: 'b', value: Buffer.from([0xff]) },
    ];
    expect(jsonLine({ ...message, key: null, headers }, auto)).toBe(
      '{"topic":"orders","partition":2,"offset":1152921504606846976,"timestamp":1772366400000,"key":null,"value":"v",' +
        '"headers":[{"key":"b","value":"1"},{"key":"a","value":null},{"key":"b","value":"/w==","valueEncoding":"base64"}]}',
    );
  });

  test.each<[string, Buffer | null, Decoding, string]>([
    ['a tombstone', null, 'json', '"value":null'],
    ['nothing', Buffer.alloc(0), 'auto', '"value":""'],
    [
      'escapes and line ends',
      Buffer.from('a\x1b[31m\n\u009b\u202e"'),
      'auto',
      '"value":"a\\u001b[31m\\n\\u009b\\u202e\\""',
    ],
    ['bytes that are no text', Buffer.from([0xff, 0]), 'auto', '"value":"/wA=","valueEncoding":"base64"'],
    ['the same as text', Buffer.from([0xff, 0x61]), 'string', '"value":"\ufffda"'],
    ['the same as hex', Buffer.from([0xff, 0x61]), 'hex', '"value":"ff61","valueEncoding":"hex"'],
    ['text as base64', Buffer.from('a'), 'base64', '"value":"YQ==","valueEncoding":"base64"'],
    [
      'JSON, digit by digit and on one line',
      Buffer.from('{"n":\r\n12345678901234567890,\t"x":1.0}\n'),
      'json',
      '"value":{"n": 12345678901234567890, "x":1.0},"valueEncoding":"json"',
    ],
    [
      'JSON with what drives a terminal',
      Buffer.from('"\u009b1m"'),
      'json',
      '"value":"\\u009b1m","valueEncoding":"json"',
    ],
    ['what is no JSON', Buffer.from('{'), 'json', '"value":"{"'],
  ])('%s', (_, value, decoding, shown) => {
    expect(shownAs(value, decoding)).toBe(shown);
  });
});

/** Texts with whatever a terminal or JSON makes something of, near each other and at every place of a word. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'abcd"\\\n\r\t\b\f\0\x1b\x7f\x80\x9b\xa0é€“\u2028\u200e\u202e\u2066\u061c\u0627한🙂\ufeff',
      ),
      fc.string(),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('any text', () => {
  test('stands in a line as JSON has it, harmless', () => {
    fc.assert(
      fc.property(texts, texts, (key, value) => {
        const shown = { ...message, key: Buffer.from(key), value: Buffer.from(value) };
        expect(jsonLine(shown, auto)).toBe(
          `{"topic":"orders","partition":2,"offset":1152921504606846976,"timestamp":1772366400000,` +
            `"key":${jsonText(shown.key.toString())},"value":${jsonText(shown.value.toString())},"headers":[]}`,
        );
      }),
    );
  });

  test('stands between tabs as it is printed', () => {
    fc.assert(
      fc.property(texts, texts, (key, value) => {
        const shown = { ...message, offset: 7n, key: Buffer.from(key), value: Buffer.from(value) };
        expect(tabbedLine(shown, auto)).toBe(
          `2\t7\t2026-03-01T12:00:00.000Z\t${printable(shown.key.toString())}\t\t${printable(shown.value.toString())}`,
        );
      }),
    );
  });

  test('bytes come back, whatever they are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (any) => {
        const { value, valueEncoding } = JSON.parse(jsonLine({ ...message, value: Buffer.from(any) }, auto));
        expect(Buffer.from(value, valueEncoding ?? 'utf8')).toEqual(Buffer.from(any));
      }),
    );
  });

  test('numbers have all of their digits', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 63n - 1n), fc.bigInt(-(2n ** 62n), 2n ** 62n), (offset, timestamp) => {
        const line = jsonLine({ ...message, offset, timestamp }, auto);
        expect(line).toContain(`"offset":${offset},"timestamp":${timestamp},`);
      }),
    );
  });
});

test('between tabs: times, headers, what is null, bytes', () => {
  const headers = [
    { key: 'a\tb', value: Buffer.from('1') },
    { key: 'c', value: null },
  ];
  const line = (timestamp: bigint, value: Buffer | null) =>
    tabbedLine({ ...message, offset: 0n, timestamp, key: null, headers, value }, auto);
  expect(line(-1n, null)).toBe('2\t0\tno time\t\ta\\tb=1,c=\t');
  expect(line(1772366399999n, Buffer.from([0xff]))).toBe(
    '2\t0\t2026-03-01T11:59:59.999Z\t\ta\\tb=1,c=\thex ff',
  );
});

describe('on a screen', () => {
  const block = (value: Buffer | null) =>
    messageBlock(2, { ...message, value }, auto, noColor, 80)
      .split('\n')
      .slice(1);

  test('nothing of a message drives the terminal', () => {
    const headers = [{ key: 'h\x1b]0;x\x07', value: Buffer.from('\u009b2J') }];
    const evil = {
      ...message,
      key: Buffer.from('\x1b[2J'),
      value: Buffer.from('a\x1b[31m\r\nb\rc'),
      headers,
    };
    expect(messageBlock(2, evil, auto, noColor, 80)).toBe(
      '2:1152921504606846976 · 2026-03-01T12:00:00.000Z · key \\x1b[2J\n  h\\x1b]0;x\\x07: \\x9b2J\n  a\\x1b[31m\n  b\\rc',
    );
  });

  test('a tombstone, nothing, bytes', () => {
    expect(block(null)).toEqual(['  null, a tombstone']);
    expect(block(Buffer.alloc(0))).toEqual(['  empty']);
    expect(block(Buffer.from([0xff, 0x1b]))).toEqual(['  hex ff1b']);
  });

  test('what is cut is said, with its size', () => {
    const note = (size: string) => `  … cut, ${size} in all; -o json shows it whole`;
    expect(block(Buffer.from('x'.repeat(2_000)))).toEqual([`  ${'x'.repeat(2_000)}`]);
    expect(block(Buffer.from('x'.repeat(2_048)))).toEqual([`  ${'x'.repeat(2_000)}`, note('2.0 KiB')]);
    expect(block(Buffer.from('y\n'.repeat(21))).at(-1)).toBe(note('42 B'));
    expect(block(Buffer.alloc(1_024, 0xff)).at(-1)).toBe(note('1.0 KiB'));
  });

  test('times that are none', () => {
    const at = (timestamp: bigint) =>
      messageBlock(2, { ...message, timestamp }, auto, noColor, 80).split(' · ')[1];
    expect([at(-1n), at(2n ** 62n)]).toEqual(['no time', String(2n ** 62n)]);
  });
});
