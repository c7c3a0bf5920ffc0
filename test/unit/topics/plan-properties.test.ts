import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/lib/change/plan.js';
import { planFingerprint } from '../../../src/lib/change/plan-document.js';
import { isInScope } from '../../../src/lib/manifest/scope.js';
import { isInternalName } from '../../../src/lib/manifest/topic-name.js';
import { flags, manifests, worlds } from './arbitraries.js';
import { planFor } from './builders.js';
import { simulate } from './simulate.js';

const runs = { numRuns: 150 };
const everything = [manifests, worlds, flags] as const;

const touched = (plan: Plan) => [...plan.changes, ...plan.refusals].map(({ name }) => name);
const named = (plan: Plan) => plan.notices.flatMap(({ names }) => names);

describe('for all manifests and clusters', () => {
  test('no plan deletes anything unless it was asked to prune', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, { pin }) => {
        const plan = planFor(state, cluster, { prune: false, pin });
        expect(plan.changes.filter(({ action, work }) => action === 'delete' || work.delete)).toEqual([]);
      }),
      runs,
    );
  });

  test('no plan touches or names an internal topic', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, given) => {
        const plan = planFor(state, cluster, given);
        expect([...touched(plan), ...named(plan)].filter(isInternalName)).toEqual([]);
      }),
      runs,
    );
  });

  test('every plan touches only what is declared, or in a scope and undeclared', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, given) => {
        const declared = new Set(state.topics.map(({ name }) => name));
        const plan = planFor(state, cluster, given);
        const strangers = touched(plan).filter((name) => !declared.has(name));
        const owned = strangers.filter((name) => state.scopes.some((one) => isInScope(one, name)));
        expect(owned).toEqual(strangers);
        expect(given.prune ? [] : strangers).toEqual([]);
      }),
      runs,
    );
  });

  test('a declared topic is deleted by no plan', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, given) => {
        const declared = new Set(state.topics.map(({ name }) => name));
        const { changes } = planFor(state, cluster, given);
        const deleted = changes.filter(({ action }) => action === 'delete').map(({ name }) => name);
        expect(deleted.filter((name) => declared.has(name))).toEqual([]);
      }),
      runs,
    );
  });

  test('partitions never become fewer, and a factor is never out of reach', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, given) => {
        for (const { name, work } of planFor(state, cluster, given).changes) {
          const now = cluster.topics.get(name)?.partitions.length ?? 0;
          expect(work.partitions ?? now + 1).toBeGreaterThan(now);
          const factor = work.create?.replicationFactor ?? work.replicas ?? 1;
          expect(factor).toBeLessThanOrEqual(cluster.brokers.length);
        }
      }),
      runs,
    );
  });

  test('every declared topic is changed, refused or counted as unchanged', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, { pin }) => {
        const plan = planFor(state, cluster, { pin });
        expect(new Set(touched(plan)).size + plan.unchanged).toBe(state.topics.length);
      }),
      runs,
    );
  });

  test('what is refused for a move or a missing right is not changed as well', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, given) => {
        const { changes } = planFor(state, cluster, given);
        expect(changes.filter(({ name }) => cluster.moving?.has(name) && cluster.topics.has(name))).toEqual(
          [],
        );
      }),
      runs,
    );
  });

  // What was refused may have become possible: a topic is gone whose name collided.
  test('once a plan has been applied, nothing is left to change but what it refused', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster, defaults }, given) => {
        const plan = planFor(state, cluster, given);
        const after = planFor(state, simulate(plan, cluster, defaults), given);
        const refused = new Set(plan.refusals.map(({ name }) => name));
        expect(after.changes.filter(({ name }) => !refused.has(name))).toEqual([]);
      }),
      runs,
    );
  });

  test('the same input gives the same plan, and is not written to', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, given) => {
        const before = structuredClone({ state, cluster });
        const first = planFor(state, cluster, given);
        const second = planFor(before.state, before.cluster, given);
        expect(second).toEqual(first);
        expect(planFingerprint(second)).toBe(planFingerprint(first));
        expect({ state, cluster }).toEqual(before);
      }),
      runs,
    );
  });

  test('the order of declaration changes nothing but the order of the plan', () => {
    fc.assert(
      fc.property(...everything, (state, { cluster }, given) => {
        const turned = { ...state, topics: state.topics.toReversed(), scopes: state.scopes.toReversed() };
        expect(sorted(planFor(turned, cluster, given))).toEqual(sorted(planFor(state, cluster, given)));
      }),
      runs,
    );
  });
});

function sorted({ changes, refusals, notices, ...rest }: Plan) {
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);
  return {
    ...rest,
    changes: changes.toSorted(byName),
    refusals: refusals.toSorted(byName),
    notices: notices.map(({ text, names }) => ({ text, names: names.toSorted() })),
  };
}
