import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSettled, rolloutState } from '../../../../src/lib/bootstrap/rules/rollout-state.js';
import type { WorkloadKind } from '../../../../src/lib/k8s/kubernetes.js';
import type { WorkloadObject } from '../../../../src/lib/k8s/objects.js';
import { anyKind, anything, corrupted, settled, workload } from './objects.js';

type Spec = WorkloadObject['spec'];
type Status = WorkloadObject['status'];

const state = (kind: WorkloadKind, status: Status, spec: Spec = {}) =>
  rolloutState(settled(kind, spec, status));
const waiting = (reason: string) => ({ status: 'waiting', reason });

test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const)('a complete %s is done', (kind) => {
  expect(state(kind, {})).toEqual({ status: 'done' });
  expect(isSettled(settled(kind))).toBe(true);
});

test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const)(
  'a %s whose controller looks at what was there before is not',
  (kind) => {
    const observedGeneration = kind === 'Rollout' ? '3' : 3;
    expect(state(kind, { observedGeneration })).toEqual(waiting('not yet seen by its controller'));
    expect(rolloutState(workload(kind))).toEqual(waiting('not yet seen by its controller'));
    expect(isSettled(workload(kind))).toBe(false);
  },
);

describe('a Deployment', () => {
  test.each<[string, Status]>([
    ['1 of 3 pods updated', { updatedReplicas: 1, replicas: 4, availableReplicas: 3 }],
    ['0 of 3 pods updated', { updatedReplicas: undefined as never }],
    ['2 old pods still ending', { replicas: 5 }],
    ['1 old pod still ending', { replicas: 4 }],
    ['1 of 3 updated pods ready', { availableReplicas: 1 }],
  ])('waits: %s', (reason, status) => {
    expect(state('Deployment', status)).toEqual(waiting(reason));
  });

  test('of one pod', () => {
    const status = { replicas: 2, updatedReplicas: 1, availableReplicas: 1 };
    expect(state('Deployment', { ...status, updatedReplicas: 0 }, { replicas: 1 })).toEqual(
      waiting('0 of 1 pod updated'),
    );
  });

  test('fails when its deadline has passed, whatever is counted', () => {
    const overdue = { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' };
    expect(state('Deployment', { updatedReplicas: 1, conditions: [{ type: 'Available' }, overdue] })).toEqual(
      {
        status: 'failed',
        reason: 'its progress deadline has passed',
      },
    );
  });

  test('whose deadline passed for the template before is looked at anew', () => {
    const overdue = { type: 'Progressing', reason: 'ProgressDeadlineExceeded' };
    expect(state('Deployment', { observedGeneration: 3, conditions: [overdue] })).toMatchObject({
      status: 'waiting',
    });
  });

  test('that is paused says so', () => {
    expect(state('Deployment', { updatedReplicas: 0 }, { paused: true })).toEqual(
      waiting('paused: nothing starts anew until it is resumed'),
    );
    expect(state('Deployment', {}, { paused: true })).toEqual({ status: 'done' });
  });

  test('of no pods is done at once', () => {
    const none = { replicas: 0, updatedReplicas: 0, availableReplicas: 0 };
    expect(state('Deployment', none, { replicas: 0 })).toEqual({ status: 'done' });
  });
});

describe('a StatefulSet', () => {
  const partitioned = (partition: number): Spec => ({
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
  });

  test.each<[string, Status]>([
    ['1 of 3 pods updated', { updatedReplicas: 1 }],
    ['2 of 3 updated pods ready', { readyReplicas: 2 }],
    ['all pods updated and ready, not yet confirmed by its controller', { updateRevision: 'backend-2' }],
  ])('waits: %s', (reason, status) => {
    expect(state('StatefulSet', status, partitioned(0))).toEqual(waiting(reason));
    expect(state('StatefulSet', status)).toEqual(waiting(reason));
  });

  test('with a partition updates only the rest, and stays at two revisions', () => {
    const two = { updatedReplicas: 2, updateRevision: 'backend-2' };
    expect(state('StatefulSet', two, partitioned(1))).toEqual({ status: 'done' });
    expect(state('StatefulSet', { ...two, updatedReplicas: 1 }, partitioned(1))).toEqual(
      waiting('1 of 2 pods updated'),
    );
    expect(state('StatefulSet', { ...two, readyReplicas: 2 }, partitioned(1))).toEqual(
      waiting('2 of 3 pods ready'),
    );
    expect(state('StatefulSet', { ...two, updatedReplicas: 0 }, partitioned(7))).toEqual({ status: 'done' });
  });
});

test.each<[string, Status]>([
  ['1 of 3 pods updated', { updatedNumberScheduled: 1 }],
  ['2 of 3 updated pods ready', { numberAvailable: 2 }],
])('a DaemonSet waits: %s', (reason, status) => {
  expect(state('DaemonSet', status)).toEqual(waiting(reason));
});

test.each(['StatefulSet', 'DaemonSet'] as const)('a %s with OnDelete never gets there by itself', (kind) => {
  expect(state(kind, {}, { updateStrategy: { type: 'OnDelete' } })).toEqual({
    status: 'failed',
    reason: 'its update strategy is OnDelete: pods start anew only when somebody deletes them',
  });
});

describe('a Rollout', () => {
  const restartAt = '2026-11-21T13:00:00.417Z';

  test('is done when all of its pods restarted since then, to the second that Argo keeps', () => {
    expect(state('Rollout', { restartedAt: '2026-11-21T13:00:00Z' }, { restartAt })).toEqual({
      status: 'done',
    });
    expect(state('Rollout', { restartedAt: '2026-11-21T14:00:00+01:00' }, { restartAt })).toEqual({
      status: 'done',
    });
  });

  test.each([['2026-11-21T12:59:59Z'], ['never'], [undefined]])('waits when that was %s', (restartedAt) => {
    expect(state('Rollout', restartedAt === undefined ? {} : { restartedAt }, { restartAt })).toEqual(
      waiting('not all of its pods restarted yet'),
    );
  });

  test.each<[string, Status]>([
    [
      'Progressing: more replicas need to be updated',
      { phase: 'Progressing', message: 'more replicas need to be updated' },
    ],
    ['Paused: CanaryPauseStep', { phase: 'Paused', message: 'CanaryPauseStep' }],
    ['no state reported yet', { phase: '' }],
    ['2 of 3 pods updated', { updatedReplicas: 2 }],
    ['2 of 3 updated pods ready', { availableReplicas: 2 }],
  ])('waits: %s', (reason, status) => {
    expect(state('Rollout', status)).toEqual(waiting(reason));
  });

  test('fails when it is degraded, in its own words made safe', () => {
    expect(
      state('Rollout', { phase: 'Degraded', message: 'ProgressDeadlineExceeded:\u001b[2J x' }, { restartAt }),
    ).toEqual({
      status: 'failed',
      reason: 'Degraded: ProgressDeadlineExceeded:\\x1b[2J x',
    });
  });

  test('of a version that wrote hashes is taken at its word', () => {
    expect(state('Rollout', { observedGeneration: '6f8b9c' })).toEqual({ status: 'done' });
  });
});

const counters: Readonly<Record<WorkloadKind, readonly (keyof NonNullable<Status>)[]>> = {
  Deployment: ['updatedReplicas', 'availableReplicas', 'observedGeneration'],
  StatefulSet: ['updatedReplicas', 'readyReplicas', 'observedGeneration'],
  DaemonSet: ['updatedNumberScheduled', 'numberAvailable', 'observedGeneration'],
  Rollout: ['updatedReplicas', 'availableReplicas', 'observedGeneration'],
};

test('nothing is done while any counter is short', () => {
  const cases = anyKind.chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      counter: fc.constantFrom(...counters[kind]),
      short: fc.constantFrom<unknown>(0, 1, 2, -1, Number.NaN, null, undefined),
      others: fc.dictionary(fc.constantFrom(...counters[kind]), fc.integer({ min: 3, max: 9 })),
    }),
  );
  fc.assert(
    fc.property(cases, ({ kind, counter, short, others }) => {
      const status = {
        ...others,
        [counter]:
          kind === 'Rollout' && typeof short === 'number' && counter === 'observedGeneration' ? '3' : short,
      };
      expect(rolloutState(settled(kind, {}, status as Status)).status).not.toBe('done');
    }),
  );
});

test('no object is too malformed, and none of them is done by accident', () => {
  fc.assert(
    fc.property(anyKind, anything, anything, anything, (kind, metadata, spec, status) => {
      const object = { metadata, spec, status } as WorkloadObject;
      const generation = (metadata as WorkloadObject['metadata'])?.generation;
      const result = rolloutState(workload(kind, object));
      if (typeof generation !== 'number' || Number.isNaN(generation)) expect(result.status).not.toBe('done');
    }),
  );
});

test('one that is right but for some of its parts is judged without an exception', () => {
  const whole = settled('Rollout', {
    restartAt: '2026-11-21T13:00:00Z',
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } },
  });
  fc.assert(
    fc.property(anyKind, corrupted(whole.object), (kind, object) => {
      expect(['done', 'waiting', 'failed']).toContain(rolloutState(workload(kind, object)).status);
    }),
  );
});
