import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  doomedBy,
  isNewPod,
  isReady,
  podTrouble,
  stuckPods,
  troubleWords,
  unreadyWords,
} from '../../../../src/lib/bootstrap/rules/pod-trouble.js';
import type { ContainerStatus, PodObject } from '../../../../src/lib/k8s/objects.js';
import { anyKind, anything, corrupted, pod, settled } from './objects.js';

const withContainer = (status: ContainerStatus): PodObject =>
  pod('backend-1', { status: { phase: 'Running', containerStatuses: [{ name: 'app', ...status }] } });
const waitingFor = (reason: string, message = '', rest: ContainerStatus = {}): PodObject =>
  withContainer({ state: { waiting: { reason, message } }, ...rest });
const crashing = waitingFor('CrashLoopBackOff', 'back-off 10s restarting failed container', {
  restartCount: 2,
  lastState: { terminated: { exitCode: 1, reason: 'Error' } },
});

describe('podTrouble', () => {
  test('a crash loop, with how the run before ended', () => {
    expect(podTrouble(crashing)).toEqual({
      container: 'app',
      reason: 'CrashLoopBackOff',
      exitCode: 1,
      hasPreviousLog: true,
    });
    const withMessage = { lastState: { terminated: { exitCode: 137, message: 'no route to host' } } };
    expect(podTrouble(waitingFor('CrashLoopBackOff', '', withMessage))).toMatchObject({
      exitCode: 137,
      message: 'no route to host',
    });
    expect(podTrouble(waitingFor('CrashLoopBackOff'))).toEqual({
      container: 'app',
      reason: 'CrashLoopBackOff',
      hasPreviousLog: false,
    });
  });

  test('a second end, before the loop has its name', () => {
    const ended = (exitCode: number, restartCount: number, reason = 'Error') =>
      withContainer({ restartCount, state: { terminated: { exitCode, reason } } });
    expect(podTrouble(ended(1, 1))).toEqual({
      container: 'app',
      reason: 'Error',
      exitCode: 1,
      hasPreviousLog: false,
    });
    expect(podTrouble(ended(0, 1, 'Completed'))).toMatchObject({ reason: 'Completed', exitCode: 0 });
    expect(podTrouble(ended(137, 3, 'OOMKilled'))).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
    expect(podTrouble(ended(1, 0))).toBeUndefined();
    expect(podTrouble(ended(1, 0, 'ContainerCannotRun'))).toMatchObject({ reason: 'ContainerCannotRun' });
    expect(podTrouble(ended(128, 2, 'ContainerCannotRun'))).toBeUndefined();
  });

  test('one that ended once and runs again is in none', () => {
    const lastState = { terminated: { exitCode: 1, reason: 'Error' } };
    expect(podTrouble(withContainer({ restartCount: 1, state: { running: {} }, lastState }))).toBeUndefined();
  });

  test.each([
    ['ErrImagePull', 'manifest for x:1 not found: manifest unknown', true],
    ['ErrImagePull', 'pull access denied, repository does not exist', true],
    ['ErrImagePull', '401 Unauthorized', true],
    ['ErrImagePull', 'dial tcp: i/o timeout', false],
    ['ErrImagePull', '', false],
    ['ImagePullBackOff', 'Back-off pulling image "x:1"', true],
    ['InvalidImageName', '', true],
    ['ErrImageNeverPull', '', true],
    ['CreateContainerConfigError', "couldn't find key A in Secret ns/x", true],
    ['CreateContainerConfigError', 'failed to sync secret cache: timed out', false],
    ['CreateContainerError', 'name is in use', true],
    ['RunContainerError', 'exec: "x": not found', true],
    ['ContainerCreating', '', false],
    ['PodInitializing', '', false],
  ])('%s "%s" is trouble: %s', (reason, message, is) => {
    const expected = {
      container: 'app',
      reason,
      ...(message === '' ? {} : { message }),
      hasPreviousLog: false,
    };
    expect(podTrouble(waitingFor(reason, message))).toEqual(is ? expected : undefined);
  });

  test.each([
    [127, true],
    [128, false],
  ])('a container that can not run, exit %d: %s', (exitCode, is) => {
    const lastState = { terminated: { exitCode, reason: 'ContainerCannotRun', message: 'no such file' } };
    expect(podTrouble(waitingFor('RunContainerError', '', { lastState })) !== undefined).toBe(is);
    const trouble = podTrouble(waitingFor('ContainerCreating', '', { lastState }));
    const expected = {
      container: 'app',
      reason: 'ContainerCannotRun',
      exitCode,
      message: 'no such file',
      hasPreviousLog: true,
    };
    expect(trouble).toEqual(is ? expected : undefined);
  });

  test('an init container, which may end well', () => {
    const init = (exitCode: number) =>
      pod('backend-1', {
        status: {
          initContainerStatuses: [{ name: 'migrate', restartCount: 1, state: { terminated: { exitCode } } }],
          containerStatuses: [{ name: 'app', state: { waiting: { reason: 'PodInitializing' } } }],
        },
      });
    expect(podTrouble(init(0))).toBeUndefined();
    expect(podTrouble(init(2))).toEqual({
      container: 'migrate',
      reason: 'Error',
      exitCode: 2,
      hasPreviousLog: false,
    });
  });

  test('a pod that no node takes', () => {
    const status = { type: 'PodScheduled', status: 'False', message: '0/3 nodes are available' };
    const unscheduled = (reason: string) =>
      pod('p', { status: { phase: 'Pending', conditions: [{ ...status, reason }] } });
    expect(podTrouble(unscheduled('Unschedulable'))).toEqual({
      container: '',
      reason: 'Unschedulable',
      message: '0/3 nodes are available',
      hasPreviousLog: false,
    });
    expect(podTrouble(unscheduled('SchedulingGated'))).toBeUndefined();
  });

  test('a pod that is over', () => {
    expect(
      podTrouble(pod('p', { status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' } })),
    ).toEqual({
      container: '',
      reason: 'Evicted',
      message: 'low on memory',
      hasPreviousLog: false,
    });
    expect(podTrouble(pod('p', { status: { phase: 'Failed' } }))).toMatchObject({ reason: 'Failed' });
  });
});

test('troubleWords', () => {
  const trouble = { container: 'app', hasPreviousLog: false };
  expect(troubleWords({ ...trouble, reason: 'CrashLoopBackOff', exitCode: 1 })).toBe(
    'CrashLoopBackOff, exit 1',
  );
  expect(troubleWords({ ...trouble, reason: 'ImagePull\u001bBackOff' })).toBe('ImagePull\\x1bBackOff');
});

describe('doomedBy', () => {
  const fine = pod('fine', { status: { phase: 'Running' } });
  const bad = { ...crashing, metadata: { name: 'bad' } };
  const leaving = pod('leaving', { metadata: { deletionTimestamp: '2026-11-21T13:00:00Z' } });
  const evicted = pod('evicted', { status: { phase: 'Failed', reason: 'Evicted' } });

  test.each(['Deployment', 'Rollout'] as const)('a %s by all of its new pods', (kind) => {
    expect(doomedBy(kind, [bad, fine])).toBeUndefined();
    expect(doomedBy(kind, [bad, bad])).toMatchObject({ pod: 'bad', trouble: { reason: 'CrashLoopBackOff' } });
    expect(doomedBy(kind, [])).toBeUndefined();
  });

  test.each(['StatefulSet', 'DaemonSet'] as const)('a %s by any of them', (kind) => {
    expect(doomedBy(kind, [fine, bad])).toMatchObject({ pod: 'bad' });
    expect(doomedBy(kind, [fine])).toBeUndefined();
    expect(doomedBy(kind, [])).toBeUndefined();
  });

  test('pods that leave or were evicted decide nothing', () => {
    const doomed = { ...bad, metadata: { ...leaving.metadata, name: 'bad' } };
    expect(doomedBy('Deployment', [leaving, evicted, bad])).toMatchObject({ pod: 'bad' });
    expect(doomedBy('Deployment', [evicted])).toBeUndefined();
    expect(doomedBy('StatefulSet', [evicted, doomed])).toBeUndefined();
  });
});

describe('isNewPod', () => {
  const stamp = '2026-11-21T13:00:00.417Z';
  const made = (creationTimestamp: string, restartedAt = 'other') =>
    pod('p', {
      metadata: { creationTimestamp, annotations: { 'kubectl.kubernetes.io/restartedAt': restartedAt } },
    });

  test('by our stamp', () => {
    expect(isNewPod(made('2020-01-01T00:00:00Z', stamp), stamp, stamp)).toBe(true);
    expect(isNewPod(pod('p'), stamp, stamp)).toBe(false);
  });

  test('by the second it was made in', () => {
    expect(isNewPod(made('2026-11-21T13:00:00Z'), stamp, stamp)).toBe(true);
    expect(isNewPod(made('2026-11-21T12:59:59Z'), stamp, stamp)).toBe(false);
    expect(isNewPod(made('2026-11-21T13:00:00Z'), stamp, 'never')).toBe(false);
  });
});

describe('stuckPods', () => {
  const set = settled('StatefulSet', {}, { updateRevision: 'backend-1' });
  const member = (name: string, ready: string, metadata: PodObject['metadata'] = {}): PodObject =>
    pod(name, {
      metadata: {
        name,
        labels: { 'controller-revision-hash': 'backend-2' },
        ownerReferences: [{ kind: 'StatefulSet', uid: 'uid-1' }],
        ...metadata,
      },
      status: { conditions: [{ type: 'Ready', status: ready }] },
    });

  test('its own, of another revision, not ready, not leaving', () => {
    const stuck = member('backend-2', 'False');
    const pods = [
      stuck,
      member('ready', 'True'),
      member('of its revision', 'False', { labels: { 'controller-revision-hash': 'backend-1' } }),
      member('without a revision', 'False', { labels: {} }),
      member('leaving', 'False', { deletionTimestamp: '2026-11-21T13:00:00Z' }),
      member("somebody else's", 'False', { ownerReferences: [{ uid: 'uid-2' }] }),
    ];
    expect(stuckPods(set, pods)).toEqual([stuck]);
    expect(pods.filter(isReady).map(({ metadata }) => metadata?.name)).toEqual(['ready']);
  });

  test('none before the controller has seen the template, or where it names no revision', () => {
    const stuck = [member('backend-2', 'False')];
    expect(stuckPods(settled('StatefulSet', {}, { observedGeneration: 3 }), stuck)).toEqual([]);
    expect(stuckPods(settled('StatefulSet', {}, { updateRevision: '' }), stuck)).toEqual([]);
    expect(stuckPods(settled('Deployment'), stuck)).toEqual([]);
  });
});

test('no pod is too malformed', () => {
  const whole = pod('p', {
    metadata: { name: 'p', labels: { a: 'b' }, annotations: { a: 'b' }, ownerReferences: [{ uid: 'uid-1' }] },
    status: {
      ...{ phase: 'Running', conditions: [{ type: 'Ready', status: 'False', reason: 'x', message: 'y' }] },
      initContainerStatuses: [
        { name: 'a', restartCount: 1, state: { terminated: { exitCode: 0, reason: 'x' } } },
      ],
      containerStatuses: [
        {
          name: 'a',
          state: { waiting: { reason: 'ErrImagePull', message: 'x' } },
          lastState: { terminated: { exitCode: 1, message: 'x' } },
        },
      ],
    },
  });
  const pods = fc.array(
    fc.oneof(
      corrupted(whole),
      anything.map((value) => value as PodObject),
    ),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(anyKind, pods, fc.string(), (kind, some, text) => {
      const doomed = doomedBy(kind, some);
      if (doomed !== undefined) expect(troubleWords(doomed.trouble)).not.toBe('');
      expect(some.length).toBeGreaterThanOrEqual(stuckPods(settled('StatefulSet'), some).length);
      for (const one of some.filter((value) => typeof value === 'object' && value !== null))
        expect(typeof isNewPod(one, text, text)).toBe('boolean');
    }),
  );
});

test.each<[string, PodObject, string]>([
  ['what is wrong for good', crashing, 'CrashLoopBackOff, exit 1'],
  ['what it waits for', waitingFor('ContainerCreating', 'secret "db" says hunter2'), 'ContainerCreating'],
  [
    'its readiness probe',
    withContainer({ ready: false, state: { running: {} } }),
    "container app runs and isn't ready",
  ],
  ['nothing that is known', pod('backend-1'), ''],
])('why a pod is not ready yet: %s', (_, unready, words) => {
  expect(unreadyWords(unready)).toBe(words);
});
