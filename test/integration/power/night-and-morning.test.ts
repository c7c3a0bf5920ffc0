import { expect, test } from 'vitest';
import { awake, night, said } from './night.js';

test('a whole night, and a morning by a colleague', async () => {
  const here = await night({ publicAddress: '3.35.1.2' });
  const slept = await here.exops('dev sleep --no-kafka --yes');
  expect(said(slept.stdout, here)).toBe('');
  expect(said(slept.stderr, here)).toBe('');
  expect(slept.code).toBe(0);
  expect(await here.seen()).toEqual({});
  const woken = await here.exops('dev wake --no-kafka --yes');
  expect(said(woken.stdout, here)).toBe('');
  expect(woken.code).toBe(0);
  expect(await here.seen()).toEqual(awake());
});
