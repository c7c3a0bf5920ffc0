import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expandName } from '../../../src/lib/manifest/expand.js';
import { complaintOf, lines, messagesOf, topicsOf, withTopics } from './reading.js';

const namesOf = (text: string) => topicsOf(text).map(({ name }) => name);

describe('forEach', () => {
  test('declares a topic for each combination, the last placeholder changing fastest', () => {
    const text = lines`
      "matching-engine-shard-{shard}-{direction}":
        forEach: { shard: [1, 2, 3], direction: [input, output] }
        partitions: 3
    `;
    expect(namesOf(text)).toEqual([
      'matching-engine-shard-1-input',
      'matching-engine-shard-1-output',
      'matching-engine-shard-2-input',
      'matching-engine-shard-2-output',
      'matching-engine-shard-3-input',
      'matching-engine-shard-3-output',
    ]);
    expect(new Set(topicsOf(text).map(({ partitions }) => partitions))).toEqual(new Set([3]));
  });

  test('takes values as they are written', () => {
    const values = '[01, 1.10, 1e3, 0x1F, "007", a-b, 12345678901234567890]';
    expect(namesOf(`"t{n}":\n  forEach: { n: ${values} }`)).toEqual([
      't01',
      't1.10',
      't1e3',
      't0x1F',
      't007',
      'ta-b',
      't12345678901234567890',
    ]);
  });

  test('fills a placeholder wherever it stands', () => {
    expect(namesOf('"{a}.{a}-{b}":\n  forEach: { b: [x, y], a: [1] }')).toEqual(['1.1-x', '1.1-y']);
  });

  test('takes a value literally, whatever it means to a replacement', async () => {
    expect(await messagesOf(withTopics('"t{n}":\n  forEach: { n: ["$&"] }'))).toEqual([
      expect.stringMatching(/^"\$" can't stand/),
    ]);
  });
});

describe('a mistake in forEach', () => {
  test('is marked at the topic', async () => {
    expect(await complaintOf(withTopics('"shard-{shard}":\n  forEach: { shards: [1] }'))).toBe(lines`
      topics.yaml:3:3 "{shard}" has no values: name them under forEach
         3 |   "shard-{shard}":
           |   ^^^^^^^^^^^^^^^
    `);
  });

  test.each([
    ['"shard-{shard}": {}', '"{shard}" has no values: name them under forEach'],
    ['"shard-{}": {}', '"{}" has no values: name them under forEach'],
    ['shard: { forEach: { n: [1] } }', 'forEach: "{n}" does not stand in the topic\'s name'],
    ['"{n}": { forEach: { n: [] } }', 'n: the list is empty'],
    ['"{n}": { forEach: { n: 1 } }', 'n: expected a list, got 1'],
    ['"{n}": { forEach: [1] }', 'forEach: expected keys with values, got a list'],
    ['"{n}": { forEach: { n: [true] } }', 'item: expected text or a number, got true'],
    ['"{n}": { forEach: { n: [a, __a] } }', '"__a" is an internal topic: exops never touches those'],
    ['"{n}": { forEach: { n: ["", b] } }', 'a topic needs a name'],
  ])('%s', async (text, message) => {
    expect(await messagesOf(withTopics(text))).toEqual([message]);
  });

  test('is a product too large to be meant, and it is not computed', async () => {
    const values = JSON.stringify(Array.from({ length: 1_000 }, (_, index) => index));
    const text = `"{a}{b}{c}":\n  forEach: { a: ${values}, b: ${values}, c: ${values} }`;
    expect(await messagesOf(withTopics(text))).toEqual([
      'forEach: 1000000000 topics from one entry; at most 10000 are allowed',
    ]);
  });
});

test('as many names come out as there are combinations, all different and without placeholders', () => {
  const values = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]+$/), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(values, { minLength: 1, maxLength: 4 }), (lists) => {
      const keys = lists.map((_, index) => `k${index}`);
      const template = keys.map((key) => `{${key}}`).join('-');
      const expansion = expandName(
        template,
        Object.fromEntries(keys.map((key, index) => [key, lists[index] ?? []])),
      );
      const names = 'names' in expansion ? expansion.names : [];
      expect(new Set(names).size).toBe(lists.reduce((product, list) => product * list.length, 1));
      expect(names.every((name) => /^[a-z0-9-]+$/.test(name))).toBe(true);
      expect(names).toHaveLength(new Set(names).size);
    }),
  );
});
