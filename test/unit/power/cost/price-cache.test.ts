import { mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPriceCache } from '../../../../src/lib/power/cost/price-cache.js';
import { hour, now } from '../status/builders.js';

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'exops-prices-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'prices');
}

const seoul = 'ap-northeast-2';

test('keeps what the list said for a day, also that it has none', async () => {
  const folder = await aFolder();
  let time = now;
  const cache = openPriceCache(folder, 1, () => time);
  await cache.remember(seoul, new Map([['ec2 t3.large', 0.104]]));
  time += hour;
  await cache.remember(seoul, new Map([['fargate', undefined]]));
  expect(await cache.read(seoul)).toEqual(
    new Map([
      ['ec2 t3.large', 0.104],
      ['fargate', undefined],
    ]),
  );
  expect(await cache.read('eu-west-1')).toEqual(new Map());
  time = now + 24 * hour - 1;
  expect((await cache.read(seoul)).get('ec2 t3.large')).toBe(0.104);
  time += 1;
  expect([...(await cache.read(seoul)).keys()]).toEqual(['fargate']);
});

test('one file, of the person alone, without what is old', async () => {
  const folder = await aFolder();
  let time = now;
  const cache = openPriceCache(folder, 1, () => time);
  await cache.remember(seoul, new Map([['old', 1]]));
  time += 25 * hour;
  await cache.remember(seoul, new Map([['new', 2]]));
  await cache.remember(seoul, new Map());
  expect(await readdir(folder)).toEqual([`${seoul}.json`]);
  const file = join(folder, `${seoul}.json`);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ new: { usd: 2, at: time } });
});

test.each([
  ['no JSON', '{'],
  ['a list', '[1]'],
  ['null', 'null'],
  ['a price that is text', JSON.stringify({ a: { usd: '1', at: now } })],
  ['a price below nothing', JSON.stringify({ a: { usd: -1, at: now } })],
  ['a price of nothing', JSON.stringify({ a: { usd: 0, at: now } })],
  ['no time', JSON.stringify({ a: { usd: 1 } })],
  ['of tomorrow', JSON.stringify({ a: { usd: 1, at: now + 1 } })],
  ['of another shape', JSON.stringify({ a: 1 })],
])('what somebody else wrote counts for nothing: %s', async (_, text) => {
  const folder = await aFolder();
  const cache = openPriceCache(folder, 1, () => now);
  await cache.remember(seoul, new Map([['x', 1]]));
  await writeFile(join(folder, `${seoul}.json`), text);
  expect(await cache.read(seoul)).toEqual(new Map());
});

test('a folder that can not be written is no failure', async () => {
  const cache = openPriceCache('/dev/null/prices', 1, () => now);
  await cache.remember(seoul, new Map([['x', 1]]));
  expect(await cache.read(seoul)).toEqual(new Map());
});

test('a link is not followed', async () => {
  const folder = await aFolder();
  const cache = openPriceCache(folder, 1, () => now);
  await cache.remember('eu-west-1', new Map([['x', 1]]));
  await symlink(join(folder, 'eu-west-1.json'), join(folder, `${seoul}.json`));
  expect(await cache.read(seoul)).toEqual(new Map());
});
