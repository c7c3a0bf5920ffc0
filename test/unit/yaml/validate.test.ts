import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { type ValidateOptions, validate } from '../../../src/lib/yaml/validate.js';
import { parseYaml } from '../../../src/lib/yaml/yaml-file.js';
import { lines, messageOf } from '../config/failure.js';

const topic = v.strictObject({
  partitions: v.optional(v.pipe(v.number(), v.integer('expected a whole number'))),
  compact: v.optional(v.boolean()),
  policy: v.optional(v.picklist(['delete', 'compact'])),
  owners: v.optional(v.array(v.string())),
  note: v.optional(v.union([v.string(), v.null()])),
  rate: v.optional(v.union([v.string(), v.strictObject({ bytes: v.number(), burst: v.number() })])),
});
const schema = v.strictObject({ version: v.literal(1), topics: v.record(v.string(), topic) });

const check = (text: string, options?: ValidateOptions) =>
  validate(parseYaml({ name: 'topics.yaml', text }), schema, options);
const of = (topicText: string) => `version: 1\ntopics:\n  orders: ${topicText}\n`;
/** The messages alone, without place and frame. */
const said = async (text: string, options?: ValidateOptions) =>
  (await messageOf(() => check(text, options))).match(/(?<=^topics.yaml:\d+:\d+ ).*/gm);

test('a valid file is its value', () => {
  expect(check(of('{ partitions: 3, owners: [a] }'))).toEqual({
    version: 1,
    topics: { orders: { partitions: 3, owners: ['a'] } },
  });
});

describe('a wrong value says what was expected and what is there', () => {
  test.each([
    ['{ partitions: many }', 'partitions: expected a number, got "many"'],
    ['{ partitions: 1.5 }', 'partitions: expected a whole number'],
    ['{ partitions: }', 'partitions: expected a number, got nothing'],
    ['{ compact: 1 }', 'compact: expected true or false, got 1'],
    ['{ policy: remove }', 'policy: expected "delete" or "compact", got "remove"'],
    ['{ owners: a }', 'owners: expected a list, got "a"'],
    ['{ owners: [a, 1] }', 'item: expected text, got 1'],
    ['{ owners: { a: 1 } }', 'owners: expected a list, got keys with values'],
    ['[a]', 'orders: expected keys with values, got a list'],
    ['{ rate: { bytes: 1, burst: x } }', 'burst: expected a number, got "x"'],
    ['{ rate: { bytes: 1 } }', '"burst" is missing'],
    ['{ rate: 1 }', 'rate: expected text or keys with values, got 1'],
    ['{ note: 1 }', 'note: expected text or nothing, got 1'],
    ['[]', 'orders: expected keys with values, got a list'],
    ['[partitions]', 'orders: expected keys with values, got a list'],
  ])('%s', async (text, message) => {
    expect(await said(of(text))).toEqual([message]);
  });

  test('the file as a whole', async () => {
    expect(await said('')).toEqual(['expected keys with values, got nothing']);
    expect(await said('version: 2\ntopics: {}\n')).toEqual(['version: expected 1, got 2']);
  });
});

test('a list is never taken for keys named 0 and 1', async () => {
  expect(await said('version: 1\ntopics: [{ partitions: 3 }, {}]\n')).toEqual([
    'topics: expected keys with values, got a list',
  ]);
  expect(await said('- version: 1\n')).toEqual(['expected keys with values, got a list']);
});

describe('places', () => {
  test('a wrong value is marked itself', async () => {
    expect(await messageOf(() => check(of('{ partitions: many }')))).toBe(lines`
      topics.yaml:3:25 partitions: expected a number, got "many"
         3 |   orders: { partitions: many }
           |                         ^^^^
    `);
  });

  test('a missing key is marked where it belongs', async () => {
    expect(await messageOf(() => check('version: 1\n'))).toBe(lines`
      topics.yaml:1:1 "topics" is missing
         1 | version: 1
           | ^^^^^^^^^^
    `);
  });

  test('an unknown key is marked itself, with the nearest known one', async () => {
    expect(await messageOf(() => check(of('{ partitons: 3 }')))).toBe(lines`
      topics.yaml:3:13 unknown key "partitons" (did you mean "partitions"?)
         3 |   orders: { partitons: 3 }
           |             ^^^^^^^^^
    `);
  });
});

describe('unknown keys', () => {
  test('each is named, not only the first', async () => {
    const text = of('{ partitons: 3, nonsense: 1, compact: true, owner: [a] }');
    expect(await said(text)).toEqual([
      'unknown key "partitons" (did you mean "partitions"?)',
      'unknown key "nonsense"',
      'unknown key "owner" (did you mean "owners"?)',
    ]);
  });

  test('at the top and inside of a union', async () => {
    expect(await said('version: 1\ntopic: {}\ntopics: {}\n')).toEqual([
      'unknown key "topic" (did you mean "topics"?)',
    ]);
    expect(await said(of('{ rate: { bytes: 1, burst: 2, bursts: 3 } }'))).toEqual([
      'unknown key "bursts" (did you mean "burst"?)',
    ]);
  });

  test('words beside the schema can be what was meant', async () => {
    const options: ValidateOptions = { alsoKnown: (path) => (path.length === 2 ? ['retention.ms'] : []) };
    expect(await said(of('{ retension: 3 }'), options)).toEqual([
      'unknown key "retension" (did you mean "retention.ms"?)',
    ]);
    expect(await said('version: 1\nretension: 1\ntopics: {}\n', options)).toEqual([
      'unknown key "retension"',
    ]);
  });

  test('a key can have a message of its own', async () => {
    const options: ValidateOptions = {
      unknownKey: (path, key) => (key === 'acl' ? `no acl at ${path.join('.')}` : undefined),
    };
    expect(await said(of('{ acl: 3, acls: 3 }'), options)).toEqual([
      'no acl at topics.orders',
      'unknown key "acls"',
    ]);
  });
});
