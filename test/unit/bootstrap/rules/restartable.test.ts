import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restartCautions, whyNotRestartable } from '../../../../src/lib/bootstrap/rules/restartable.js';
import type { WorkloadKind } from '../../../../src/lib/k8s/kubernetes.js';
import type { WorkloadObject } from '../../../../src/lib/k8s/objects.js';
import { anyKind, anything, corrupted, settled, workload } from './objects.js';

type Spec = NonNullable<WorkloadObject['spec']>;

const paused = 'it is paused: nothing starts anew until it is resumed';
const onDelete = 'its update strategy is OnDelete: pods start anew only when somebody deletes them';

describe('whyNotRestartable', () => {
  test.each<[WorkloadKind, Spec, string | undefined]>([
    ['Deployment', { paused: true }, paused],
    ['Rollout', { paused: true }, paused],
    ['StatefulSet', { updateStrategy: { type: 'OnDelete' } }, onDelete],
    ['DaemonSet', { updateStrategy: { type: 'OnDelete' } }, onDelete],
    ['Deployment', { strategy: { type: 'Recreate' } }, undefined],
    [
      'StatefulSet',
      { updateStrategy: { rollingUpdate: { partition: 3 } } },
      'its update is partitioned at 3: pods below that would run on with the old value',
    ],
    ['StatefulSet', { updateStrategy: { rollingUpdate: { partition: 0 } } }, undefined],
    ['DaemonSet', {}, undefined],
    ['Rollout', {}, undefined],
  ])('%s %j', (kind, spec, reason) => {
    expect(whyNotRestartable(settled(kind, spec))).toBe(reason);
  });

  test('what is being deleted', () => {
    const object = { metadata: { deletionTimestamp: '2026-11-21T13:00:00Z' } };
    expect(whyNotRestartable(workload('Deployment', object))).toBe('it is being deleted');
  });
});

describe('restartCautions', () => {
  const cautions = (kind: WorkloadKind, spec: Spec = {}, status: WorkloadObject['status'] = {}) =>
    restartCautions(settled(kind, spec, status));
  const none = { replicas: 0, updatedReplicas: 0, readyReplicas: 0, availableReplicas: 0 };
  const one = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };

  test.each(['Deployment', 'StatefulSet', 'DaemonSet', 'Rollout'] as const)(
    'none for a %s at rest',
    (kind) => {
      expect(cautions(kind)).toEqual([]);
    },
  );

  test('no pods', () => {
    expect(cautions('Deployment', { replicas: 0 }, none)).toEqual([
      'it has no pods now: nothing is restarted',
    ]);
    expect(
      cautions('StatefulSet', { replicas: 0, updateStrategy: { rollingUpdate: { partition: 1 } } }, none),
    ).toEqual(['it has no pods now: nothing is restarted']);
  });

  test('Recreate', () => {
    const strategy = { type: 'Recreate' };
    expect(cautions('Deployment', { strategy })).toEqual([
      'its strategy is Recreate: all 3 pods stop before new ones start',
    ]);
    expect(cautions('Deployment', { strategy, replicas: 1 }, one)).toEqual([
      'its strategy is Recreate: its only pod stops before new ones start',
    ]);
  });

  test.each<[WorkloadKind, number | string | undefined, boolean]>([
    ['Deployment', undefined, false],
    ['Deployment', '25%', false],
    ['Deployment', 0, false],
    ['Deployment', 1, true],
    ['Deployment', '100%', true],
    ['StatefulSet', undefined, true],
    ['Rollout', '25%', true],
  ])('a single pod of a %s with maxUnavailable %s is down: %s', (kind, maxUnavailable, isDown) => {
    const rollingUpdate = maxUnavailable === undefined ? {} : { maxUnavailable };
    const words = cautions(kind, { replicas: 1, strategy: { rollingUpdate } }, one);
    expect(words).toEqual(isDown ? ['its only pod is down while it restarts'] : []);
  });

  test('a rollout under way, and one that failed', () => {
    expect(cautions('Deployment', {}, { updatedReplicas: 1 })).toEqual([
      'a rollout is under way: 1 of 3 pods updated',
    ]);
    expect(cautions('Rollout', {}, { phase: 'Degraded', message: 'RolloutAborted' })).toEqual([
      'its last rollout failed: Degraded: RolloutAborted',
    ]);
  });

  test('what is not restarted at all has its reason, and no caution of a rollout', () => {
    expect(cautions('Deployment', { paused: true }, { updatedReplicas: 1 })).toEqual([]);
  });
});

test('no object is too malformed', () => {
  const whole = settled('StatefulSet', {
    replicas: 1,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1 } },
    updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1, maxUnavailable: 1 } },
  });
  fc.assert(
    fc.property(anyKind, fc.oneof(anything, corrupted(whole.object)), (kind, object) => {
      const one = workload(kind, { ...(object as object) });
      expect(Array.isArray(restartCautions(one))).toBe(true);
      expect(['string', 'undefined']).toContain(typeof whyNotRestartable(one));
    }),
  );
});
