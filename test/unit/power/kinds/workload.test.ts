import { describe, expect, it } from 'vitest';
import { workloadSleeper } from '../../../../src/lib/power/kinds/workload-sleeper.js';
import { atZero, pod, sleeper, waiting, workload } from './workload-drafts.js';

describe('a workload', () => {
  it('is known by its uid, its kind and name, its size and its annotation', () => {
    expect(sleeper({ metadata: { annotations: { 'exops/sleep': 'v=1 desired=2' } } })).toMatchObject({
      kind: 'workload',
      id: 'uid-of-backend',
      name: 'deployment/backend',
      state: 'awake',
      size: { desired: 2 },
      record: 'v=1 desired=2',
      never: undefined,
      machines: [],
    });
    expect(sleeper({ kind: 'StatefulSet' }).name).toBe('statefulset/backend');
  });

  it('has one pod when it does not say how many', () => {
    const { object, ...rest } = workload('backend');
    const unsaid = { ...rest, object: { ...object, spec: {} } };
    expect(workloadSleeper(unsaid, []).size).toEqual({ desired: 1 });
  });

  it.each([
    ['with its pods ready', {}, [], 'awake', '2 of 2 ready'],
    ['with too few ready', { status: { readyReplicas: 1 } }, [], 'waking', '1 of 2 ready'],
    [
      'whose size its controller has not seen',
      { status: { observedGeneration: 3 } },
      [],
      'waking',
      '2 of 2 ready',
    ],
    ['at 0', atZero, [], 'asleep', '0 pods left'],
    [
      'at 0 that its controller has not seen',
      { ...atZero, status: { observedGeneration: 3, replicas: 0 } },
      [],
      'falling asleep',
      '0 pods left',
    ],
    [
      'at 0 with pods it counts',
      { spec: { replicas: 0 }, status: { replicas: 1 } },
      [],
      'falling asleep',
      '1 pod left',
    ],
    ['at 0 with pods that are ending', atZero, [pod('backend-1', {})], 'falling asleep', '1 pod left'],
    [
      'at 0 with pods that have ended',
      atZero,
      [pod('a', {}, { phase: 'Failed' }), pod('b', {}, { phase: 'Succeeded' })],
      'asleep',
      '0 pods left',
    ],
    [
      'that is being deleted',
      { metadata: { deletionTimestamp: '2026-11-21T10:00:00Z' } },
      [],
      'unusable',
      'being deleted',
    ],
  ] as const)('%s', (_, draft, pods, state, status) => {
    expect(sleeper(draft, pods)).toMatchObject({ state, status });
  });

  it.each([
    [{ labels: { env: 'prod' } }, 'it is production by its label env=prod'],
    [{ annotations: { 'exops/protected': 'true' } }, 'it is protected by its annotation exops/protected'],
  ])('is never put to sleep with %j', (metadata, words) => {
    expect(sleeper({ metadata }).never).toBe(words);
  });
});

describe('what is wrong with a workload that wakes', () => {
  const short = { status: { readyReplicas: 0 } };

  it.each([
    [
      waiting('ImagePullBackOff', 'Back-off pulling image "x"'),
      'ImagePullBackOff: Back-off pulling image "x"',
    ],
    [waiting('CreateContainerConfigError'), 'CreateContainerConfigError'],
  ])('is told when it lasts', (broken, words) => {
    expect(sleeper(short, [broken]).trouble).toBe(words);
    expect(sleeper({}, [broken]).trouble).toBeUndefined();
  });

  it('may pass, and is only its status then', () => {
    const crashed = sleeper(short, [waiting('CrashLoopBackOff')]);
    expect(crashed).toMatchObject({ status: '0 of 2 ready, CrashLoopBackOff', trouble: undefined });
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
    const homeless = sleeper(short, [pod('a', {}, { phase: 'Pending', conditions })]);
    expect(homeless).toMatchObject({ status: '0 of 2 ready, Unschedulable', trouble: undefined });
  });

  it.each([
    [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' },
      'ProgressDeadlineExceeded: timed out',
    ],
    [
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' },
      'FailedCreate: exceeded quota',
    ],
  ])('is what its controller says', (condition, words) => {
    expect(sleeper({ status: { readyReplicas: 0, conditions: [condition] } }).trouble).toBe(words);
    expect(sleeper({ status: { conditions: [condition] } }).trouble).toBeUndefined();
  });
});
