import { describe, expect, test } from 'vitest';
import { secretsManagerReferences } from '../../../src/lib/config/secretsmanager-references.js';
import { failureOf } from './failure.js';

const ref = (name: string) => `\${secretsmanager:${name}}`;

/** A vault with these secrets, and what was asked of it. */
function vault(secrets: Readonly<Record<string, string>>) {
  const asked: (readonly string[])[] = [];
  const values = async (ids: readonly string[]) => {
    asked.push(ids);
    return new Map(Object.entries(secrets).filter(([id]) => ids.includes(id)));
  };
  return { asked, source: secretsManagerReferences(() => ({ values })) };
}

async function read(secret: unknown, path: string): Promise<string | undefined> {
  const name = `db#${path}`;
  return (await vault({ db: JSON.stringify(secret) }).source.resolve([name])).get(name);
}

describe('secretsmanager references', () => {
  test('are the whole text, or parts of it, with one call for all', async () => {
    const db = '{"username": "ops", "password": "hush"}';
    const { source, asked } = vault({ db, token: 'plain text' });
    const names = ['db#password', 'token', 'db#username', 'db', 'gone', 'gone#x'];
    expect(await source.resolve(names)).toEqual(
      new Map([
        ['db#password', 'hush'],
        ['token', 'plain text'],
        ['db#username', 'ops'],
        ['db', db],
      ]),
    );
    expect(asked).toEqual([['db', 'token', 'gone']]);
    expect(source).toMatchObject({ name: 'secretsmanager', isSecret: true });
  });

  test.each([
    [{ a: { b: { c: 'deep' } } }, 'a.b.c', 'deep'],
    [{ 'a.b': 'dotted', a: { b: 'nested' } }, 'a.b', 'dotted'],
    [{ 'a.b': { c: 'longest' }, a: { 'b.c': 'shorter' } }, 'a.b.c', 'longest'],
    [{ 'a.b': { x: 1 }, a: { 'b.c': 'the other way' } }, 'a.b.c', 'the other way'],
    [{ 'spring.datasource.password': 'hush' }, 'spring.datasource.password', 'hush'],
    [{ port: 3306 }, 'port', '3306'],
    [{ ratio: 0.5 }, 'ratio', '0.5'],
    [{ tls: false }, 'tls', 'false'],
    [{ empty: '' }, 'empty', ''],
    [{ 'a#b': 'hash' }, 'a#b', 'hash'],
  ])('%j has at %s: %j', async (secret, path, text) => {
    expect(await read(secret, path)).toBe(text);
  });

  test.each([
    [{ a: { b: 1 } }, 'a.c'],
    [{ a: 'text' }, 'a.length'],
    [{ a: null }, 'a'],
    [{}, 'toString'],
    [{}, 'constructor.name'],
    [{}, ''],
    [['a'], '0'],
    ['text', 'length'],
    [null, 'a'],
    [{ a: 1 }, '.a'],
    [{ a: 1 }, 'a.'],
  ])('%j has nothing at %s', async (secret, path) => {
    expect(await read(secret, path)).toBeUndefined();
  });

  test('a secret that is not JSON has no parts, and is not shown', async () => {
    const { source } = vault({ db: 'hunter2hunter2' });
    const error = await failureOf(() => source.resolve(['db#password']));
    expect(error.message).toBe(`The secret db isn't JSON, so it has no part "password".`);
    expect(error.hint).toBe(`All of it is ${ref('db')}.`);
    expect(`${error.stack}${error.cause}`).not.toContain('hunter2');
  });

  test('a part with parts of its own is not a text', async () => {
    const { message } = await failureOf(() => read({ db: { password: 'hush' } }, 'db'));
    expect(message).toBe(`${ref('db#db')} is a part with keys of its own, not a text.`);
  });

  test.each([`{"a": 12345678901234567890}`, `{"a": 1e999}`])('no digits are lost: %s', async (text) => {
    const { source } = vault({ db: text });
    const { message } = await failureOf(() => source.resolve(['db#a']));
    expect(message).toBe(
      `${ref('db#a')} is a number with more digits than can be read exactly: store it as a string.`,
    );
  });
});
