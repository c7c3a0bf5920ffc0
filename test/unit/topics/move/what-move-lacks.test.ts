import { expect, test } from 'vitest';
import type { MoveChange } from '../../../../src/lib/topics/move/model.js';
import { type AfterMove, whatMoveLacks } from '../../../../src/lib/topics/move/what-move-lacks.js';
import type { HeldThrottle } from '../../../../src/lib/topics/throttle.js';
import { change } from '../../change/builders.js';
import { placed } from '../builders.js';
import { moves, ongoing } from './applying-moves.js';

const mark = 'leader.replication.throttled.replicas';
const rate = 'leader.replication.throttled.rate';
const marked: HeldThrottle = { type: 'topic', name: 'orders', values: new Map([[mark, '*']]) };
const limited: HeldThrottle = { type: 'broker', name: '3', values: new Map([[rate, '5']]) };
const [orders, broker] = ['orders', 'broker 3'].map((name) => ({
  ...change({ name }),
  kind: name === 'orders' ? 'topic' : 'broker',
}));
const lacks = (work: MoveChange['work'], after: Partial<AfterMove>, target = orders) => {
  if (target === undefined) throw new Error('no target');
  return whatMoveLacks(
    { ...target, work },
    { partitions: placed([1, 3]), moving: [], throttles: [], ...after },
  );
};

test('a replica that is elsewhere, or not in sync, or not to be seen', () => {
  expect(lacks(moves, {})).toBeUndefined();
  expect(lacks(moves, { partitions: placed([3, 1]) })).toBeUndefined();
  expect(lacks(moves, { partitions: placed([1, 2]) })).toBe('partition 0 is on 1, 2, not on 1, 3');
  expect(lacks(moves, { partitions: placed([1, 3, 2]) })).toBe('partition 0 is on 1, 3, 2, not on 1, 3');
  expect(lacks(moves, { partitions: [{ id: 0, leader: 1, replicas: [1, 3], inSync: [1] }] })).toBe(
    "partition 0 isn't in sync on broker 3",
  );
  expect(lacks(moves, { partitions: [] })).toBe("partition 0 can't be read");
});

test('a throttle that stays when nothing moves any more', () => {
  expect(lacks(moves, { throttles: [marked] })).toBe('the throttle of topic orders is still set');
  expect(lacks(moves, { throttles: [limited] })).toBe('the throttle of broker 3 is still set');
  const { partitions: moving } = ongoing('other');
  expect(lacks(moves, { throttles: [marked, limited], moving })).toBeUndefined();
});

test('a throttle that was to go, of the topic or the broker itself', () => {
  expect(lacks({ unthrottles: [mark] }, { throttles: [marked] })).toBe(`${mark} is still set`);
  expect(lacks({ unthrottles: [rate] }, { throttles: [limited] }, broker)).toBe(`${rate} is still set`);
  expect(lacks({ unthrottles: [rate] }, { throttles: [{ ...limited, name: '4' }] }, broker)).toBeUndefined();
});

test('a move that was to end', () => {
  const cancels = [{ id: 0, before: [1, 3], restored: undefined }];
  const { partitions: moving } = ongoing('orders');
  expect(lacks({ cancels }, { moving })).toBe('partition 0 is still being moved');
  expect(lacks({ cancels: [{ id: 1, before: [1, 3], restored: undefined }] }, { moving })).toBe(
    "partition 1 can't be read",
  );
  expect(lacks({ cancels }, {})).toBeUndefined();
  expect(lacks({ cancels }, { partitions: placed([3, 1]) })).toBeUndefined();
  expect(lacks({ cancels }, { partitions: placed([1, 4]) })).toBe(
    'the move of partition 0 had ended before: it is on 1, 4',
  );
});
