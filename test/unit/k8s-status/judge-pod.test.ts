import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restartAnnotation } from '../../../src/lib/k8s/kubernetes.js';
import type { PodObject } from '../../../src/lib/k8s/objects.js';
import { judgePod } from '../../../src/lib/k8s-status/judge-pod.js';
import { podStates } from '../../../src/lib/k8s-status/model.js';
import { corrupted } from '../bootstrap/rules/objects.js';
import { change, fromEnv, mounted, observedKey, podSince } from './builders.js';

const timeline = [
  change('12:00:00', 'old:9092'),
  change('13:00:00', 'new:9092', { stamp: '2026-11-21T13:00:00.250Z' }),
];
const key = observedKey({ timeline });
const judge = (pod: PodObject) => judgePod(pod, key);

test('its start says which value it got', () => {
  expect(judge(podSince('13:00:02'))).toMatchObject({
    pod: 'backend-1',
    state: 'current',
    value: 'new:9092',
  });
  expect(judge(podSince('12:59:59'))).toMatchObject({ state: 'out of date', value: 'old:9092' });
  expect(judge(podSince('11:00:00'))).toMatchObject({ state: 'out of date', value: undefined });
});

test.each(['13:00:00', '13:00:01'])('a start at %s may have been either', (time) => {
  expect(judge(podSince(time))).toMatchObject({ state: 'uncertain', value: undefined, missed: timeline[1] });
});

test('a pod that was restarted for the change has it', () => {
  const annotations = { [restartAnnotation]: '2026-11-21T13:00:00.250Z' };
  const pod = podSince('13:00:00');
  expect(judge({ ...pod, metadata: { ...pod.metadata, annotations } })).toMatchObject({ state: 'current' });
});

test('a container that started again in place counts from then', () => {
  const pod = podSince('12:30:00');
  const state = { running: { startedAt: '2026-11-21T13:20:00Z' } };
  const status = { containerStatuses: [{ name: 'app', restartCount: 1, state }] };
  expect(judge({ ...pod, status })).toMatchObject({ state: 'current', value: 'new:9092' });
});

describe('a mounted file', () => {
  test('is judged by the start, too', () => {
    expect(judge(podSince('13:00:02', mounted))).toMatchObject({ state: 'current', isMounted: true });
    expect(judge(podSince('12:30:00', mounted))).toMatchObject({ state: 'out of date', isMounted: true });
  });

  test.each([
    ['13:01:30', 'uncertain'],
    ['13:02:01', 'current'],
  ])('of an older pod, started in place at %s, may not have been refreshed yet', (time, state) => {
    const pod = podSince(time, mounted);
    const metadata = { ...pod.metadata, creationTimestamp: '2026-11-21T12:30:00Z' };
    expect(judge({ ...pod, metadata })).toMatchObject({ state });
  });
});

test.each([
  [{ waiting: { reason: 'CreateContainerConfigError' } }, 'CreateContainerConfigError'],
  [{ waiting: { reason: 'ContainerCreating' } }, 'ContainerCreating'],
  [{ terminated: { reason: 'Completed', exitCode: 0 } }, 'Completed'],
  [{ waiting: { reason: '\u001b[31mRed' } }, '\\x1b[31mRed'],
  [undefined, 'Pending'],
])('a container that does not run: %j', (state, trouble) => {
  const status = { phase: 'Pending', containerStatuses: state === undefined ? [] : [{ name: 'app', state }] };
  expect(judge({ ...podSince('13:30:00'), status })).toMatchObject({
    state: 'not running',
    trouble,
    value: undefined,
  });
});

test('a crash loop', () => {
  const waiting = { reason: 'CrashLoopBackOff' };
  const own = {
    name: 'app',
    restartCount: 3,
    state: { waiting },
    lastState: { terminated: { exitCode: 1 } },
  };
  const status = { phase: 'Running', containerStatuses: [own] };
  expect(judge({ ...podSince('13:30:00'), status }).trouble).toBe('CrashLoopBackOff, exit 1');
});

test('an init container counts from its own start; the one furthest behind is told', () => {
  const startedAt = '2026-11-21T12:59:00Z';
  const pod = podSince('13:10:00', {
    initContainers: [{ name: 'migrate', env: fromEnv }],
    containers: [{ name: 'app', env: fromEnv }],
  });
  const initContainerStatuses = [{ name: 'migrate', state: { terminated: { exitCode: 0, startedAt } } }];
  expect(judge({ ...pod, status: { ...pod.status, initContainerStatuses } })).toMatchObject({
    state: 'out of date',
    value: 'old:9092',
  });
});

test('a sidecar that does not read the key does not count', () => {
  const pod = podSince('13:10:00', { containers: [{ name: 'app', env: fromEnv }, { name: 'proxy' }] });
  const proxy = { name: 'proxy', state: { waiting: { reason: 'ImagePullBackOff' } } };
  const containerStatuses = [...(pod.status?.containerStatuses ?? []), proxy];
  expect(judge({ ...pod, status: { ...pod.status, containerStatuses } })).toMatchObject({ state: 'current' });
});

test('a pod of a template that did not read the key yet', () => {
  expect(judge(podSince('13:10:00', { containers: [{ name: 'app' }] }))).toMatchObject({
    state: 'out of date',
    trouble: 'made from an older template, which does not read it',
  });
});

test('whatever a server answers, there is a verdict', () => {
  const init = { initContainers: [{ name: 'migrate', env: fromEnv }] };
  fc.assert(
    fc.property(corrupted(podSince('12:30:00', { ...mounted, ...init })), (pod) => {
      const { state, value } = judge(pod);
      expect(podStates).toContain(state);
      if (value !== undefined) expect(['old:9092', 'new:9092']).toContain(value);
    }),
    { numRuns: 300 },
  );
});
