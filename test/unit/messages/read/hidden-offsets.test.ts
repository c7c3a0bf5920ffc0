import { expect, test } from 'vitest';
import type { FoundMessages } from '../../../../src/lib/messages/model.js';
import { hiddenWords, offsetsBetween } from '../../../../src/lib/messages/read/hidden-offsets.js';
import { reading } from './reading.js';
import { clusterOf, stored } from './topic-log.js';

test('what is behind open transactions is one sentence, however many partitions have some', () => {
  const [one = [], eight = []] = [offsetsBetween(1, 4n, 5n), offsetsBetween(1, 24n, 32n)];
  expect(offsetsBetween(1, 24n, 24n)).toEqual([]);
  expect([[], one, eight, [...eight, ...offsetsBetween(2, 0n, 1_992n)]].map(hiddenWords)).toEqual([
    undefined,
    'Partition 1: 1 offset is behind an open transaction; --uncommitted shows it.',
    'Partition 1: 8 offsets are behind an open transaction; --uncommitted shows them.',
    'Partitions 1-2: 2,000 offsets are behind open transactions; --uncommitted shows them.',
  ]);
});

/** What was taken, and when it was said that the ends are there. */
async function events(ends: readonly bigint[], scene: { follow?: boolean; stop?: boolean }) {
  const some = { records: stored({ at: 0n, values: ['a', 'b'] }) };
  const more = { records: stored({ at: 2n, values: ['c'] }) };
  const { client } = clusterOf({ 0: [some, more] });
  const seen: string[] = [];
  const interruption = new AbortController();
  const take = async ({ messages }: FoundMessages) => {
    seen.push(...messages.map(({ value }) => String(value)));
    if (seen.includes('c')) interruption.abort(new Error('enough'));
    return scene.stop === true ? ('stop' as const) : ('go on' as const);
  };
  const atEnds = () => seen.push('ends');
  await reading(client, { ends, take, atEnds, follow: scene.follow === true, signal: interruption.signal });
  return seen;
}

test('the ends are said once: where reading stops, and where it begins to wait', async () => {
  expect(await events([2n], {})).toEqual(['a', 'b', 'ends']);
  expect(await events([2n], { follow: true })).toEqual(['a', 'b', 'ends', 'c']);
  expect(await events([0n], { follow: true })).toEqual(['ends', 'a', 'b', 'c']);
  expect(await events([0n], {})).toEqual(['ends']);
  expect(await events([2n], { stop: true })).toEqual(['a', 'b']);
});
