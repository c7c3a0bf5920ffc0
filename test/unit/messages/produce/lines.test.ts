import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Message } from '../../../../src/lib/kafka/records/model.js';
import { readBatches } from '../../../../src/lib/kafka/records/read-batches.js';
import { writeBatch } from '../../../../src/lib/kafka/records/write-batch.js';
import { linesOf } from '../../../../src/lib/messages/produce/lines.js';
import { messageOfLine } from '../../../../src/lib/messages/produce/message-of-line.js';
import { quickMessage } from '../../../../src/lib/messages/produce/quick-message.js';
import { type Decodings, jsonHead, writeJsonLine } from '../../../../src/lib/messages/show/json-line.js';
import { OutputBytes } from '../../../../src/lib/messages/show/output-bytes.js';

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

/** What peek prints of it, as message 0 of partition 3. */
function peeked(message: Message, decodings: Decodings): string {
  const [record] = readBatches(writeBatch([message]))[0]?.messages ?? [];
  if (record === undefined) throw new Error('No record.');
  const out = new OutputBytes();
  writeJsonLine(out, jsonHead({ topic: 't', partition: 3 }), record, decodings);
  return out.take().toString().trimEnd();
}

describe('a line of JSON', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 20 }).map((some) => Buffer.from(some)),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
    fc.json({ maxDepth: 2 }).map((text) => Buffer.from(text)),
  );
  const maybe = fc.option(bytes);
  const headers = fc.array(fc.record({ key: fc.string({ maxLength: 5 }), value: maybe }), { maxLength: 3 });
  const timestamp = fc.bigInt(0n, 2n ** 52n);
  const messages = fc.record({ timestamp, key: maybe, value: maybe, headers });

  test('that peek printed is the same message again: key, value, headers, time, tombstone and partition', () => {
    const encodings = fc.constantFrom('auto' as const, 'hex' as const, 'base64' as const);
    fc.assert(
      fc.property(messages, encodings, encodings, (message, key, value) => {
        const line = peeked(message, { key, value });
        expect(messageOfLine(Buffer.from(line), 0)).toEqual({ ...message, partition: 3 });
      }),
    );
  });

  test('that peek printed as JSON is written again with every digit, and its own spaces', () => {
    const exact = '{"orderId": 9223372036854775807, "px":1.10, "n":1E400, "a":{"a":"\\u0041\\ud800"}}';
    const message = { timestamp: 5n, key: Buffer.from('1.0'), value: Buffer.from(exact), headers: [] };
    const line = peeked(message, { key: 'json', value: 'json' });
    expect(line).toContain('"valueEncoding":"json"');
    expect(messageOfLine(Buffer.from(line), 0)).toEqual({ ...message, partition: 3 });
    const json = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.bigInt(), fc.nat(3))
      .map(([inner, number, spaces]) => `{"a":${inner},${' '.repeat(spaces)}"b":[${number}]}`);
    fc.assert(
      fc.property(json, (text) => {
        const value = Buffer.from(text);
        const printed = peeked({ ...message, value }, { key: 'json', value: 'json' });
        const again = messageOfLine(Buffer.from(printed), 0).value;
        // Peek writes what a terminal acts on as escapes.
        expect(peeked({ ...message, value: again }, { key: 'json', value: 'json' })).toBe(printed);
        expect(JSON.parse(String(again))).toEqual(JSON.parse(text));
      }),
    );
  });

  test('is read the quick way only as in the usual one', () => {
    const printed = messages.map((message) => peeked(message, { key: 'auto', value: 'auto' }));
    const text = fc.string({ maxLength: 5 });
    const own = fc
      .record(
        { timestamp: fc.integer(), key: fc.option(text), value: fc.option(text), headers: fc.constant([]) },
        { requiredKeys: [] },
      )
      .map((message) => JSON.stringify(message));
    // What is nearly such a line.
    const broken = fc
      .tuple(printed, fc.nat(200), fc.constantFrom('', ',', '"', '\\', '{', '}', '0', '\n', '\u0080', ' '))
      .map(([line, at, by]) => `${line.slice(0, at)}${by}${line.slice(at + 1)}`);
    let quick = 0;
    fc.assert(
      fc.property(fc.oneof(printed, own, broken), (line) => {
        const read = quickMessage(Buffer.from(line), 7);
        if (read === undefined) return;
        quick += 1;
        expect(read).toEqual(messageOfLine(Buffer.from(line), 7));
      }),
      { numRuns: 1_000 },
    );
    expect(quick).toBeGreaterThan(150);
  });

  test('is read the quick way with escapes, other letters and several headers', () => {
    const line =
      '{"topic":"t","partition":0,"offset":12,"timestamp":5,"key":"k\\"é","value":"{\\"a\\":\\"\\\\n\\"}\\n","headers":[{"key":"h","value":"x"},{"key":"h","value":null}]}';
    expect(quickMessage(Buffer.from(line), 7)).toEqual({
      ...{ timestamp: 5n, key: Buffer.from('k"é'), value: Buffer.from('{"a":"\\n"}\n'), partition: 0 },
      headers: [
        { key: 'h', value: Buffer.from('x') },
        { key: 'h', value: null },
      ],
    });
    const noText = Buffer.concat([Buffer.from('{"value":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    expect(quickMessage(noText, 7)).toBeUndefined();
    expect(() => messageOfLine(noText, 7)).toThrow('it is no UTF-8');
  });

  test('has what is needed: a value, and no time means now', () => {
    expect(messageOfLine(Buffer.from('{"value":null}'), 5)).toEqual({
      ...{ timestamp: 5n, key: null, value: null, headers: [], partition: undefined },
    });
    expect(messageOfLine(Buffer.from('{"value":"x","keyEncoding":"json"}'), 5).key).toBeNull();
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
    ['{"value":"x","valueEncoding":"utf9"}', '"valueEncoding" is wrong: expected "base64", "hex" or "json"'],
    [
      '{"value":"x","timestamp":"2026-03-01T12:00:00Z"}',
      '"timestamp" is wrong: expected whole milliseconds since 1970, such as 1772366400000',
    ],
    ['{"value":"x","headers":[{"key":1}]}', '"headers.0.key" is wrong: expected a text'],
    [
      '{"value":"x","headers":{"a":"b"}}',
      '"headers" is wrong: expected a list such as [{"key":"trace","value":"4bf9"}]',
    ],
    ['{"value":"x","partition":-1}', '"partition" is wrong: expected a whole number from 0 on'],
    ['{"value":"x","constructor":1}', '"constructor" is unknown'],
    ['{"value":"x","headers":[{"value":"x"}]}', '"headers.0.key" is missing'],
    ['{"value":"x","headers":[{"key":"h","valu":"x"}]}', '"headers.0.valu" is unknown'],
    ['{"value":"x","headers":[null]}', '"headers.0" is wrong: expected {"key":"trace","value":"4bf9"}'],
    ['{"value":"x","timestamp":9007199254740992}', '"timestamp" is wrong'],
    ['{"value":"a\\ud800b"}', '"value" has half of a surrogate pair, which is no UTF-8'],
    ['{"value":"x","key":"\\udc00"}', '"key" has half of a surrogate pair, which is no UTF-8'],
    [
      '{"value":"x","headers":[{"key":"\\ud800"}]}',
      '"headers" has half of a surrogate pair, which is no UTF-8',
    ],
  ])('%s: %s', (line, why) => {
    expect(() => messageOfLine(Buffer.from(line), 0)).toThrow(why);
  });
});
