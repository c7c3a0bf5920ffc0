import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collisionKey, isInternalName, nameProblem } from '../../../src/lib/manifest/topic-name.js';
import { complaintOf, lines, manifestOf, messagesOf, topicsOf, withTopics } from './reading.js';

const strange = (character: string) =>
  `"${character}" can't stand in a topic's name: letters, digits, ".", "_" and "-" can`;
const internal = (name: string) => `"${name}" is an internal topic: exops never touches those`;
const longest = 'x'.repeat(249);

describe('a name that Kafka would refuse', () => {
  test('is marked where it stands', async () => {
    expect(await complaintOf(withTopics('orders: {}\norders/dlq: {}'))).toBe(lines`
      topics.yaml:4:3 "/" can't stand in a topic's name: letters, digits, ".", "_" and "-" can
         4 |   orders/dlq: {}
           |   ^^^^^^^^^^
    `);
  });

  test.each([
    ['""', 'a topic needs a name'],
    ['.', 'a topic can\'t be called "."'],
    ['..', 'a topic can\'t be called ".."'],
    ['a b', strange(' ')],
    ['orders:dlq', strange(':')],
    ['주문', strange('주')],
    ['"😀"', strange('😀')],
    ['"a\\nb"', strange('\\n')],
    [`${longest}x`, 'the name has 250 characters, at most 249 are allowed'],
  ])('%s', async (name, message) => {
    expect(await messagesOf(withTopics(`${name}: {}`))).toEqual([message]);
  });

  test('is none of these', () => {
    expect(topicsOf(`a: {}\n...: {}\n_a.B-9: {}\n${longest}: {}`)).toHaveLength(4);
  });
});

test.each(['__consumer_offsets', '__anything', '_schemas', '_redpanda.audit_log', '_redpanda_internal'])(
  'the internal topic %s can not be declared',
  async (name) => {
    expect(await messagesOf(withTopics(`${name}: {}`))).toEqual([internal(name)]);
  },
);

test('names of our own may look nearly internal', () => {
  expect(topicsOf('_schema: {}\n_mine: {}\nmy__topic: {}\n_schemas.v2: {}')).toHaveLength(4);
});

test.each(['constructor', 'prototype', '__proto__'])(
  'a topic called %s is refused, and never left out in silence',
  async (name) => {
    expect(await messagesOf(withTopics(`${name}: {}\norders: {}`))).toEqual([
      `exops can't manage a topic called "${name}"`,
    ]);
  },
);

test('names that objects of JavaScript have are names like others', () => {
  const names = ['toString', 'valueOf', 'hasOwnProperty'];
  expect(topicsOf(names.map((name) => `${name}: {}`).join('\n')).map(({ name }) => name)).toEqual(names);
});

test('a topic outside of the scope of its own file is a mistake', async () => {
  const text = lines`
    version: 1
    scope: { include: ["orders.*"], exclude: ["*.tmp"] }
    topics:
      orders.events: {}
      orders.tmp: {}
      payments.events: {}
  `;
  expect(await messagesOf(text)).toEqual([
    '"orders.tmp" is outside this file\'s own scope',
    '"payments.events" is outside this file\'s own scope',
  ]);
  expect(manifestOf(text.replace(/ {2}orders.tmp[\s\S]*/, '')).scope).toEqual({
    include: ['orders.*'],
    exclude: ['*.tmp'],
  });
});

test('every name is judged as by org.apache.kafka.common.internals.Topic', () => {
  const names = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'Z', '0', '.', '_', '-'), maxLength: 6 }),
    fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 4 }),
  );
  fc.assert(
    fc.property(names, (name) => {
      const isAccepted = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/.test(name) && !name.includes('\n');
      expect(nameProblem(name) === undefined).toBe(isAccepted);
    }),
  );
});

test('names collide that differ only in "." and "_"', () => {
  expect(collisionKey('a.b_c')).toBe(collisionKey('a_b.c'));
  expect(collisionKey('a.b')).not.toBe(collisionKey('a-b'));
});

test('nothing internal is named in another way than by its beginning', () => {
  expect(['a__', 'x_schemas', 'redpanda', '_schemas2'].filter(isInternalName)).toEqual([]);
});
