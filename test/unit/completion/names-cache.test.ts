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

test('what nobody used for a week goes', async () => {
  const folder = await folderWith({ 'old.topics.json': '', 'young.topics.json': '' });
  await utimes(join(folder, 'old.topics.json'), 1_000, 1_000);
  await namesCache(folder, 'key', 'topics').write({ names: [], askedAt: Date.now() });
  expect((await readdir(folder)).sort()).toEqual(['key.topics.json', 'young.topics.json']);
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

test('whatever chooses the cluster makes another key', async () => {
  const text = `brokers: "\${env:BROKERS}"\npassword: "\${env:PASSWORD}"\n`;
  const cwd = await folderWith({ 'exops.yaml': text, 'deep/notes': '', 'other.yaml': text });
  const key = (flags = {}, env: Record<string, string> = {}, at = cwd) =>
    cacheKey({ cwd: at, home: '/nowhere', env }, flags);
  const usual = await key();
  expect(usual).toMatch(/^[0-9a-f]{40}$/);
  expect(await key({}, {}, join(cwd, 'deep'))).toBe(usual);
  expect(await key({}, { PASSWORD: 'x', EXOPS_PASSWORD: 'x', EXOPS_STATE_DIR: '/x', LANG: 'x' })).toBe(usual);
  expect(await key({ via: undefined })).toBe(usual);
  const others = [
    await key({ env: 'prod' }),
    await key({ brokers: 'a:1' }),
    await key({ brokers: 'a:1', tls: false }),
    await key({ config: 'other.yaml' }),
    await key({}, { EXOPS_ENV: 'prod' }),
    await key({}, { AWS_PROFILE: 'prod' }),
    await key({}, { BROKERS: 'b:1' }),
  ];
  expect(new Set([usual, ...others]).size).toBe(others.length + 1);
  expect(await key({ env: 'dev', via: 'x' })).toBe(await key({ via: 'x', env: 'dev' }));
  await writeFile(join(cwd, 'exops.yaml'), `${text}# changed\n`);
  expect(await key()).not.toBe(usual);
});
