import { expect, test } from 'vitest';
import type { ObservedMove } from '../../../src/lib/topics/move/model.js';
import { placesOf } from '../../../src/lib/topics/move/places-of.js';
import { settled } from '../../../src/lib/topics/settled.js';
import { placed } from './builders.js';
import { RecordingClock } from './io/recording-clock.js';
import { ongoing } from './move/applying-moves.js';
import { observedMove } from './move/planning.js';

const look = (replicas: readonly number[], over: Partial<ObservedMove> = {}) =>
  observedMove({ topics: [{ name: 'orders', partitions: placed(replicas) }], ...over });

/** What is settled on, after the first look, and in how many. */
async function settling(first: ObservedMove, ...others: readonly ObservedMove[]) {
  const clock = new RecordingClock();
  const left = [...others];
  const observe = async () => left.shift() ?? others.at(-1) ?? first;
  const end = await settled(observe, first, placesOf, clock, new AbortController().signal);
  return { replicas: end.topics[0]?.partitions[0]?.replicas, looks: clock.pauses.length };
}

test('a broker that still lists what a move took away is not believed', async () => {
  const stale = look([3, 1, 2]);
  expect(await settling(stale, look([3, 1]))).toEqual({ replicas: [3, 1], looks: 2 });
  expect(await settling(look([3, 1]), look([3, 1]))).toEqual({ replicas: [3, 1], looks: 1 });
});

test('a move that ends in between is looked at again', async () => {
  const { partitions: moving } = ongoing('orders');
  expect(await settling(look([3, 1, 2], { moving }), look([3, 1, 2]), look([3, 1]))).toEqual({
    replicas: [3, 1],
    looks: 3,
  });
});

test('one that never rests is taken as it is', async () => {
  const endless = Array.from({ length: 30 }, (_, index) => look([index]));
  expect((await settling(look([99]), ...endless)).looks).toBe(19);
});
