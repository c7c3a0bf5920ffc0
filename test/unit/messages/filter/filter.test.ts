import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/lib/errors.js';
import { hasAtPath, parseJsonPath } from '../../../../src/lib/messages/filter/json-path.js';
import { type FilterTexts, messageFilter } from '../../../../src/lib/messages/filter/message-filter.js';

const message = {
  timestamp: 0n,
  key: Buffer.from('order-17'),
  value: Buffer.from(
    '{"order":{"side":"SELL","items":[{"sku":"A-1","n":2}]},"note":null,"big":12345678901234567890}',
  ),
  headers: [
    { key: 'trace', value: Buffer.from('abc') },
    { key: 'trace', value: null },
    { key: 'retry', value: Buffer.from('3') },
  ],
};
const tombstone = { ...message, value: null, key: null };

describe('a message fits', () => {
  test.each<[string, FilterTexts, boolean]>([
    ['a glob that all of the key fits', { key: 'order-*' }, true],
    ['not a glob that a part fits', { key: 'order' }, false],
    ['a regular expression that a part fits', { key: '/R-1\\d$/i' }, true],
    ['not one that none does', { value: '/refund/' }, false],
    ['a header', { headers: ['retry=3'] }, true],
    ['a header by its name alone', { headers: ['trace'] }, true],
    ['not a header with another value', { headers: ['retry=4'] }, false],
    ['all headers that are asked for', { headers: ['retry', 'trace=a?c'] }, true],
    ['not some of them', { headers: ['retry', 'other'] }, false],
    ['a path', { jsonPath: 'order.items[0].sku=A-1' }, true],
    ['all at once', { key: '*', value: '/SELL/', jsonPath: 'order.side=SELL' }, true],
    ['not most at once', { key: '*', value: '/SELL/', jsonPath: 'order.side=BUY' }, false],
  ])('%s', (_, texts, fits) => {
    expect(messageFilter(texts)?.(message)).toBe(fits);
  });

  test('null fits nothing, not even *', () => {
    for (const texts of [{ key: '*' }, { value: '*' }, { jsonPath: 'a' }])
      expect(messageFilter(texts)?.(tombstone)).toBe(false);
    expect(messageFilter({})).toBeUndefined();
  });

  test('a regular expression has no memory', () => {
    const filter = messageFilter({ key: '/order/g' });
    expect([filter?.(message), filter?.(message)]).toEqual([true, true]);
  });
});

describe('a path', () => {
  const text = String(message.value);

  test.each<[string, boolean]>([
    ['order.side', true],
    ['$.order.side=SELL', true],
    ['order.items[0].n=2', true],
    ['order.items[0]={"sku":"A-1","n":2}', true],
    ['order.items[1]', false],
    ['note=null', true],
    ['note.deeper', false],
    ['toString', false],
    ['order.side=', false],
  ])('%s', (path, fits) => {
    expect(hasAtPath(text, parseJsonPath(path))).toBe(fits);
  });

  test.each<[string, string, boolean]>([
    ['{"id":12345678901234567890}', 'id=12345678901234567890', true],
    ['{"id":12345678901234567890}', 'id=12345678901234567000', false],
    ['{"id":12345678901234567000}', 'id=12345678901234567890', false],
    ['{"f":1.0}', 'f=1.0', true],
    ['{"f":1.0}', 'f=1', true],
    ['{"f":1e0}', 'f=1.00', true],
    ['{"f":-120}', 'f=-1.2E+2', true],
    ['{"f":-0.0}', 'f=0', true],
    ['{"f":1e400}', 'f=10e399', true],
    ['{"f":1e400}', 'f=1e401', false],
    ['{"f":7}', 'f=07', false],
    ['{"f":"1.0"}', 'f=1', false],
    ['{"f":"1.0"}', 'f=1.0', true],
    ['{ "f" : true }', 'f=true', true],
    ['{"a":[ 0, {"id": 9007199254740993 , "s":"\\/ 1.0"}]}', 'a[1].id=9007199254740993', true],
    ['{"a":[ 0, {"id": 9007199254740993 , "s":"\\/ 1.0"}]}', 'a[1].id=9007199254740992', false],
    ['{"a":[0,{"id": 9007199254740993, "s":"\\/ 1.0"}]}', 'a[1]={"id":9007199254740993,"s":"/ 1.0"}', true],
    ['{"a":[0,{"id": 9007199254740993, "s":"\\/ 1.0"}]}', 'a[1]={"id":9007199254740992,"s":"/ 1.0"}', false],
    ['{"a":["x]}\\"",[[]],{},9007199254740993]}', 'a[3]=9007199254740993', true],
    ['{"\\u0069d":9007199254740993}', 'id=9007199254740993', true],
    ['{"id":1,"id":9007199254740993}', 'id=9007199254740993', true],
    ['{"a":[1,2]}', 'a.length=2', true],
    ['{"a":[1,2]}', 'a.1=2', true],
    ['{"b":"id 5"}', 'id=5', false],
    ['[]', '[0]=1', false],
    ['7', '[0]', false],
  ])('%s: %s', (json, path, fits) => {
    expect(hasAtPath(json, parseJsonPath(path))).toBe(fits);
  });

  test('may begin with an element, and what is no JSON has none', () => {
    expect(hasAtPath('[[1,2]]', parseJsonPath('[0][1]=2'))).toBe(true);
    expect(hasAtPath('{', parseJsonPath('a'))).toBe(false);
  });

  test.each(['', '.a', 'a..b', 'a[b]', 'a[1', 'a]', '=x', '$'])('"%s" is none', (path) => {
    expect(() => parseJsonPath(path)).toThrow(UsageError);
  });
});

test('a regular expression that is none is said with its flag', () => {
  expect(() => messageFilter({ key: '/(/' })).toThrow(/^--record-key \/\(\/: Invalid regular expression/);
});
