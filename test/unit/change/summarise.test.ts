import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/lib/change/plan.js';
import { summarise } from '../../../src/lib/change/render-plan.js';
import { change, planOf, refusal } from './builders.js';

const destructive = { severity: 'destructive' } as const;

describe('the sum of a plan', () => {
  const some = (action: 'create' | 'change' | 'delete', over = {}) => change({ action, ...over });

  test.each<[string, Plan]>([
    ['Plan: 1 to create.', planOf([some('create')])],
    [
      'Plan: 1 to create, 2 to change, 1 to delete (destructive).',
      planOf([some('change'), some('delete', destructive), some('create'), some('change')]),
    ],
    [
      'Plan: 3 to change (1 destructive).',
      planOf([some('change'), some('change', destructive), some('change')]),
    ],
    ['Plan: 2 refused.', planOf([], { refusals: [refusal(), refusal()], unchanged: 3 })],
    [
      'Plan: 1 topic to create, 2 secrets to change.',
      planOf([some('create'), some('change', { kind: 'secret' }), some('change', { kind: 'secret' })]),
    ],
    ['Plan: 2,000 to create.', planOf(Array(2_000).fill(some('create')))],
    ['Nothing to do: 0 topics as declared.', planOf([])],
    ['Nothing to do: 1 topic asleep.', planOf([], { unchanged: 1, wanted: 'asleep' })],
    ['Nothing to do: 2 policies as declared.', planOf([], { noun: 'policy', unchanged: 2 })],
  ])('%s', (sum, plan) => {
    expect(summarise(plan)).toBe(sum);
  });
});
