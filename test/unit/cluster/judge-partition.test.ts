import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  byTrouble,
  isWrong,
  type JudgedPartition,
  judgePartition,
  type Trouble,
} from '../../../src/lib/cluster/judge-partition.js';
import type { OngoingReassignment } from '../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { partition } from './builders.js';

const gone = { leader: -1, inSync: [] };

interface Case {
  readonly replicas: readonly number[];
  readonly other?: { readonly leader?: number; readonly inSync?: readonly number[] };
  readonly minIsr?: number;
  readonly adding?: readonly number[];
  readonly troubles: readonly Trouble[];
}

const move = (adding: readonly number[]): OngoingReassignment => ({
  ...{ name: 't', partition: 0, replicas: [], adding, removing: [] },
});

describe('what is wrong with a partition', () => {
  test.each<[string, Case]>([
    ['nothing', { replicas: [1, 2, 3], minIsr: 2, troubles: [] }],
    ['nothing, of a single replica', { replicas: [1], minIsr: 1, troubles: [] }],
    ['nothing, of one led by another', { replicas: [1, 2], other: { leader: 2 }, minIsr: 1, troubles: [] }],
    [
      'nobody leads',
      { replicas: [1], other: gone, minIsr: 1, troubles: ['offline', 'under min ISR', 'under-replicated'] },
    ],
    [
      'nobody leads, and what is needed is not known',
      { replicas: [1], other: gone, troubles: ['offline', 'under-replicated'] },
    ],
    [
      'too few for acks=all',
      {
        replicas: [1, 2, 3],
        other: { inSync: [1] },
        minIsr: 2,
        troubles: ['under min ISR', 'under-replicated'],
      },
    ],
    [
      'just enough',
      {
        replicas: [1, 2, 3],
        other: { inSync: [1, 2] },
        minIsr: 2,
        troubles: ['under-replicated', 'at min ISR'],
      },
    ],
    [
      'more than enough',
      { replicas: [1, 2, 3], other: { inSync: [1, 2] }, minIsr: 1, troubles: ['under-replicated'] },
    ],
    ['all are needed', { replicas: [1, 2], minIsr: 2, troubles: ['at min ISR'] }],
    ['more are needed than there are', { replicas: [1, 2], minIsr: 3, troubles: ['at min ISR'] }],
    ['the same, of a single one', { replicas: [1], minIsr: 2, troubles: [] }],
    ['not known', { replicas: [1, 2], other: { inSync: [1] }, troubles: ['under-replicated'] }],
    [
      'what a move only adds',
      { replicas: [3, 1, 2], other: { inSync: [1, 2], leader: 1 }, adding: [3], minIsr: 1, troubles: [] },
    ],
    [
      'one more than a move adds',
      { replicas: [3, 1, 2], other: { inSync: [1], leader: 1 }, adding: [3], troubles: ['under-replicated'] },
    ],
  ])('%s', (_, { replicas, other, minIsr, adding, troubles }) => {
    const judged = judgePartition('t', partition(replicas, other), minIsr, adding && move(adding));
    expect(judged.troubles).toEqual(troubles);
  });
});

test('a warning wakes nobody', () => {
  expect(isWrong({ troubles: ['at min ISR'] })).toBe(false);
  expect(isWrong({ troubles: [] })).toBe(false);
  for (const trouble of ['offline', 'under min ISR', 'under-replicated'] as const)
    expect(isWrong({ troubles: [trouble] })).toBe(true);
});

const judged = (topic: string, id: number, ...troubles: readonly Trouble[]): JudgedPartition => ({
  ...partition([1]),
  ...{ topic, id, troubles, minIsr: undefined, move: undefined },
});

test('the worst stands first, then by topic and number', () => {
  const sorted = [
    judged('a', 0, 'offline', 'under-replicated'),
    judged('b', 2, 'offline'),
    judged('b', 10, 'offline'),
    judged('a', 1, 'under min ISR', 'under-replicated'),
    judged('z', 0, 'under-replicated', 'at min ISR'),
    judged('a', 2, 'under-replicated'),
    judged('a', 3, 'at min ISR'),
  ];
  expect([...sorted].reverse().sort(byTrouble)).toEqual(sorted);
});

const arbitrary = fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }).chain((replicas) =>
  fc.record({
    replicas: fc.constant(replicas),
    inSync: fc.subarray(replicas),
    minIsr: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  }),
);

describe('properties', () => {
  test('a replica that comes back makes nothing worse', () => {
    fc.assert(
      fc.property(arbitrary, ({ replicas, inSync, minIsr }) => {
        const judge = (ids: readonly number[]) =>
          judgePartition('t', partition(replicas, { leader: ids[0] ?? -1, inSync: ids }), minIsr);
        const back = replicas.find((id) => !inSync.includes(id));
        if (back === undefined) return;
        const before = judge(inSync).troubles;
        const after = judge([...inSync, back]).troubles;
        if (!before.includes('under min ISR')) expect(after).not.toContain('under min ISR');
        if (!before.includes('under-replicated')) expect(after).not.toContain('under-replicated');
      }),
    );
  });

  test('all in sync is never wrong; under min ISR is always under-replicated, and never at min ISR', () => {
    fc.assert(
      fc.property(arbitrary, ({ replicas, inSync, minIsr }) => {
        expect(isWrong(judgePartition('t', partition(replicas), minIsr))).toBe(false);
        const { troubles } = judgePartition('t', partition(replicas, { inSync }), minIsr);
        if (!troubles.includes('under min ISR')) return;
        expect(troubles).toContain('under-replicated');
        expect(troubles).not.toContain('at min ISR');
      }),
    );
  });
});
