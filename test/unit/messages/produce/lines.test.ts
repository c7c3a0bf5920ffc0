import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { linesOf } from '../../../../src/lib/messages/produce/lines.js';
import { messageOfLine } from '../../../../src/lib/messages/produce/message-of-line.js';
import { jsonLine } from '../../../../src/lib/messages/show/json-line.js';

async function textsOf(chunks: readonly string[]): Promise<string[]> {
  async function* input() {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  }
  const lines: string[] = [];
  let numbers = 0;
  for await (const some of linesOf(input()))
    for (const { bytes, number } of some) {
      lines.push(bytes.toString('latin1'));
      expect(number).toBe(++numbers);
    }
  return lines;
}

describe('lines', () => {
  test.each<[string[], string[]]>([
    [[], []],
    [['a\nb'], ['a', 'b']],
    [['a\nb\n'], ['a', 'b']],
    [['\n\n'], ['', '']],
    [
      ['a', 'b\xff', '\nc\r\n'],
      ['ab\xff', 'c\r'],
    ],
  ])('%j', async (chunks, lines) => {
    expect(await textsOf(chunks)).toEqual(lines);
  });

  test('are the same wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.array(fc.nat(20)), async (text, cuts) => {
        const ascii = Buffer.from(text).toString('latin1').replaceAll('"', '\n');
        const chunks: string[] = [];
        let rest = ascii;
        for (const cut of cuts) {
          chunks.push(rest.slice(0, cut));
          rest = rest.slice(cut);
        }
        expect(await textsOf([...chunks, rest])).toEqual(await textsOf([ascii]));
      }),
    );
  });
});

describe('a line of JSON', () => {
  const bytes = fc.uint8Array({ maxLength: 20 }).map((some) => Buffer.from(some));
  const maybe = fc.option(bytes);

  test('that peek printed is the same message again', () => {
    const headers = fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: maybe }), { maxLength: 3 });
    const timestamp = fc.bigInt(0n, 2n ** 52n);
    const encodings = fc.constantFrom('auto', 'hex', 'base64', 'json' as const);
    fc.assert(
      fc.property(
        maybe,
        maybe,
        headers,
        timestamp,
        encodings,
        encodings,
        (key, value, list, time, ofKey, ofValue) => {
          const message = {
            topic: 't',
            partition: 3,
            offset: 7n,
            timestamp: time,
            key,
            value,
            headers: list,
          };
          // Of JSON it is the same JSON, and not the same bytes: spaces and digits may differ.
          const safe = (encoding: typeof ofKey) => (encoding === 'json' ? 'auto' : encoding);
          const line = jsonLine(message, { key: safe(ofKey), value: safe(ofValue) });
          const { partition, ...read } = messageOfLine(Buffer.from(line), 0);
          expect({ topic: 't', partition, offset: 7n, ...read }).toEqual(message);
        },
      ),
    );
  });

  test('has what is needed: a value, and no time means now', () => {
    expect(messageOfLine(Buffer.from('{"value":null}'), 5)).toEqual({
      ...{ timestamp: 5n, key: null, value: null, headers: [], partition: undefined },
    });
    const json = messageOfLine(Buffer.from('{"value":{"a":[1]},"valueEncoding":"json","timestamp":-1}'), 5);
    expect([String(json.value), json.timestamp]).toEqual(['{"a":[1]}', 5n]);
  });

  test.each([
    ['', 'it is no JSON'],
    ['[]', 'it is no object'],
    ['{}', '"value" is missing; null is a tombstone'],
    ['{"valu":"x"}', '"valu" is unknown'],
    ['{"value":{}}', '"value" is no text; "valueEncoding": "json" has it written as JSON'],
    ['{"value":"x","key":1}', '"key" is no text; "keyEncoding": "json" has it written as JSON'],
    ['{"value":"?","valueEncoding":"base64"}', '"value" is no base64'],
    ['{"value":"abc","valueEncoding":"hex"}', '"value" is no hex'],
    ['{"value":"x","valueEncoding":"utf9"}', '"valueEncoding" is wrong'],
    ['{"value":"x","timestamp":"now"}', '"timestamp" is wrong'],
    ['{"value":"x","headers":[{"key":1}]}', '"headers.0.key" is wrong'],
    ['{"value":"x","headers":{"a":"b"}}', '"headers" is wrong'],
    ['{"value":"x","partition":-1}', '"partition" is wrong'],
  ])('%s: %s', (line, why) => {
    expect(() => messageOfLine(Buffer.from(line), 0)).toThrow(why);
  });
});
