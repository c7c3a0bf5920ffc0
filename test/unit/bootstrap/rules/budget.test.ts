import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockingBudget, budgetCautions } from '../../../../src/lib/bootstrap/rules/budget.js';
import type { BudgetObject, LabelSelector } from '../../../../src/lib/k8s/objects.js';
import { anyKind, corrupted, settled } from './objects.js';

const labels = { app: 'backend', tier: 'web' };
const template = { metadata: { labels } };
const budget = (rest: Partial<BudgetObject>): BudgetObject => ({
  metadata: { name: 'backend-pdb' },
  ...rest,
  spec: { selector: { matchLabels: { app: 'backend' } }, ...rest.spec },
});
const cautions = (...budgets: BudgetObject[]) => budgetCautions(settled('Deployment', { template }), budgets);

test.each<[BudgetObject['spec'], BudgetObject['status'], string | undefined]>([
  [{ maxUnavailable: 1 }, { disruptionsAllowed: 0 }, 'allows no disruption now'],
  [{ maxUnavailable: 1 }, { disruptionsAllowed: 1 }, undefined],
  [{ maxUnavailable: 1 }, {}, undefined],
  [{ maxUnavailable: '10%' }, {}, undefined],
  [{ maxUnavailable: 0 }, {}, 'never allows a disruption (maxUnavailable 0)'],
  [{ maxUnavailable: '0%' }, { disruptionsAllowed: 0 }, 'never allows a disruption (maxUnavailable 0%)'],
  [{ minAvailable: 3 }, { disruptionsAllowed: 0 }, 'never allows a disruption (minAvailable 3 of 3)'],
  [{ minAvailable: '100%' }, {}, 'never allows a disruption (minAvailable 100% of 3)'],
  [{ minAvailable: '67%' }, {}, 'never allows a disruption (minAvailable 67% of 3)'],
  [{ minAvailable: '66%' }, {}, undefined],
  [{ minAvailable: 2 }, {}, undefined],
  [{ minAvailable: 3 }, { disruptionsAllowed: 4 }, undefined],
])('%j with %j', (spec, status, words) => {
  const one = budget({ ...(spec && { spec }), ...(status && { status }) });
  expect(cautions(one)).toEqual(
    words === undefined ? [] : [`PodDisruptionBudget backend-pdb ${words}; a rolling update doesn't ask it`],
  );
  const blocked = `PodDisruptionBudget backend-pdb ${words}, and restarting a Rollout evicts its pods`;
  expect(blockingBudget(settled('Rollout', { template }), [one])).toBe(
    words === undefined ? undefined : blocked,
  );
});

describe('which budgets', () => {
  const selects = (selector: LabelSelector | undefined) =>
    cautions({ metadata: { name: 'x' }, spec: { maxUnavailable: 0, ...(selector && { selector }) } })
      .length === 1;
  const expression = (key: string, operator: string, ...values: string[]) => ({
    matchExpressions: [{ key, operator, values }],
  });

  test.each<[boolean, LabelSelector | undefined]>([
    [true, {}],
    [false, undefined],
    [true, { matchLabels: labels }],
    [false, { matchLabels: { app: 'frontend' } }],
    [false, { matchLabels: { app: 'backend', constructor: 'x' } }],
    [true, expression('app', 'In', 'frontend', 'backend')],
    [false, expression('app', 'In', 'frontend')],
    [false, expression('zone', 'In', 'a')],
    [true, expression('app', 'NotIn', 'frontend')],
    [true, expression('zone', 'NotIn', 'a')],
    [false, expression('app', 'NotIn', 'backend')],
    [true, expression('app', 'Exists')],
    [false, expression('zone', 'Exists')],
    [false, expression('constructor', 'Exists')],
    [true, expression('zone', 'DoesNotExist')],
    [false, expression('app', 'DoesNotExist')],
    [false, expression('app', 'Near', 'backend')],
    [false, { matchLabels: { app: 'backend' }, ...expression('tier', 'In', 'db') }],
  ])('%s for %j', (is, selector) => {
    expect(selects(selector)).toBe(is);
  });
});

test('a caution is for what rolls, a block for what evicts', () => {
  const never = budget({ spec: { maxUnavailable: 0 } });
  expect(budgetCautions(settled('Rollout', { template }), [never])).toEqual([]);
  expect(blockingBudget(settled('StatefulSet', { template }), [never])).toBeUndefined();
});

test('without pods there is nothing to disrupt', () => {
  const none = settled('Rollout', { template, replicas: 0 });
  expect(blockingBudget(none, [budget({ spec: { maxUnavailable: 0 } })])).toBeUndefined();
});

test('no budget is too malformed', () => {
  const whole = budget({
    spec: {
      maxUnavailable: 0,
      selector: {
        matchLabels: { app: 'backend' },
        matchExpressions: [{ key: 'app', operator: 'In', values: ['backend'] }],
      },
    },
  });
  fc.assert(
    fc.property(
      anyKind,
      fc.array(corrupted(whole)),
      corrupted(settled('Deployment', { template })),
      (kind, budgets, one) => {
        const odd = { ...settled(kind), object: { ...(one.object as object) } };
        expect(Array.isArray(budgetCautions(odd, budgets))).toBe(true);
        expect(['string', 'undefined']).toContain(typeof blockingBudget(odd, budgets));
      },
    ),
  );
});
