import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cacheKey } from '../../../src/lib/completion/cache-key.js';
import { namesCache, readNames } from '../../../src/lib/completion/names-cache.js';
import { folderWith } from '../../run.js';

test('names are kept for their owner only, whole, and by kind', async () => {
  const folder = join(await folderWith({ x: '' }), 'names');
  const cache = namesCache(folder, 'key', 'topics');
  expect(await cache.read()).toBeUndefined();
  await cache.write({ names: ['a', 'b'], askedAt: 5 });
  expect(await cache.read()).toEqual({ names: ['a', 'b'], askedAt: 5 });
  expect(await namesCache(folder, 'key', 'groups').read()).toBeUndefined();
  expect(await readdir(folder)).toEqual(['key.topics.json']);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, 'key.topics.json'))).mode & 0o777).toBe(0o600);
});

test('what nobody used for a week goes, and nothing that is not ours', async () => {
  const key = 'a'.repeat(40);
  const ours = ['.topics.json', '.groups.json', '.groups.json.lock', '.topics.json.0123456789ab', '.used'];
  const theirs = ['notes.txt', 'old.topics.json', `${key}.yaml`, `x${key}.used`, `${key}.used.bak`, 'deep/x'];
  const all = [...ours.map((end) => key + end), ...theirs, `${'b'.repeat(40)}.topics.json`];
  const folder = await folderWith(Object.fromEntries(all.map((name) => [name, ''])));
  for (const name of [...all, 'deep'].filter((one) => !one.startsWith('b')))
    await utimes(join(folder, name), 1_000, 1_000);
  await namesCache(folder, key, 'topics').write({ names: [], askedAt: Date.now() });
  const left = [
    `${key}.topics.json`,
    `${'b'.repeat(40)}.topics.json`,
    ...theirs.map((name) => name.split('/')[0]),
  ];
  expect((await readdir(folder)).sort()).toEqual(left.sort());
});

test('no more is written than is read again', async () => {
  const cache = namesCache(await folderWith({ x: '' }), 'key', 'groups');
  const names = Array.from({ length: 20 }, (_, index) => `${index}${'é'.repeat(500_000)}`);
  await cache.write({ names, askedAt: 5 });
  const known = await cache.read();
  expect(known?.names.map((name) => name.length)).toEqual(
    names.slice(0, known?.names.length).map((name) => name.length),
  );
  expect(known?.names.length).toBeGreaterThan(14);
});

test('somebody who asks holds a file; one that was left behind counts for half a minute', async () => {
  const cache = namesCache(await folderWith({ x: '' }), 'key', 'topics');
  expect(await cache.isBusy(Date.now())).toBe(false);
  await writeFile(cache.lock, '');
  expect(await cache.isBusy(Date.now())).toBe(true);
  expect(await cache.isBusy(Date.now() + 31_000)).toBe(false);
});

test.each(['', '{', 'null', '[]', '{"names":"x","askedAt":1}', '{"names":[],"askedAt":"1"}'])(
  'the file %j has no names',
  (text) => {
    expect(readNames(text)).toBeUndefined();
  },
);

test('what is no name in a file is left out', () => {
  expect(readNames('{"names":["a",1,null],"askedAt":1}')).toEqual({ names: ['a'], askedAt: 1 });
});

test('whatever chooses the cluster makes another key, and nothing that may be a secret', async () => {
  const text = `brokers: "\${env:BROKERS}"\npassword:\n  "\${env:PW}"\n`;
  const cwd = await folderWith({ 'exops.yaml': text, 'deep/notes': '', 'other.yaml': text });
  const key = (flags = {}, env: Record<string, string> = {}, at = cwd) =>
    cacheKey({ cwd: at, home: '/nowhere', env }, flags);
  const usual = await key();
  expect(usual).toMatch(/^[0-9a-f]{40}$/);
  expect(await key({}, {}, join(cwd, 'deep'))).toBe(usual);
  const secrets = { PW: 'x', BROKERS: 'b:1', EXOPS_PASSWORD: 'x', EXOPS_OTHER_TOKEN: 'x' };
  expect(await key({}, { ...secrets, EXOPS_STATE_DIR: '/x', LANG: 'x' })).toBe(usual);
  expect(await key({ via: undefined })).toBe(usual);
  const others = [
    await key({ env: 'prod' }),
    await key({ brokers: 'a:1' }),
    await key({ brokers: 'a:1', tls: false }),
    await key({ config: 'other.yaml' }),
    await key({}, { EXOPS_ENV: 'prod' }),
    await key({}, { AWS_PROFILE: 'prod' }),
  ];
  expect(new Set([usual, ...others]).size).toBe(others.length + 1);
  expect(await key({ env: 'dev', via: 'x' })).toBe(await key({ via: 'x', env: 'dev' }));
  await writeFile(join(cwd, 'exops.yaml'), `${text}# changed\n`);
  expect(await key()).not.toBe(usual);
});
