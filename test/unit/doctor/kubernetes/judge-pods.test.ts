import { expect, test } from 'vitest';
import { judgePods } from '../../../../src/lib/doctor/kubernetes/judge-pods.js';
import type { Workload } from '../../../../src/lib/k8s/kubernetes.js';
import type { PodObject } from '../../../../src/lib/k8s/objects.js';
import type { ObservedKey } from '../../../../src/lib/k8s-status/model.js';

const commands = {
  kubectl: (...words: readonly string[]) => ['kubectl', ...words].join(' '),
  exops: (...words: readonly string[]) => ['exops', ...words].join(' '),
};
const env = [{ name: 'S', valueFrom: { secretKeyRef: { name: 'kafka', key: 'S' } } }];
const containers = [{ name: 'app', env }];

const workload = (replicas: number, paused = false): Workload => ({
  ...{ kind: 'Deployment', name: paused ? 'paused' : 'backend', uid: 'u' },
  object: { spec: { replicas, paused, template: { spec: { containers } } } },
});

/** Started at a second of the day. */
function pod(name: string, second: number, more: PodObject['status'] = {}): PodObject {
  const time = new Date(Date.UTC(2026, 10, 21) + second * 1000).toISOString();
  const running = { name: 'app', ready: true, state: { running: { startedAt: time } } };
  return {
    metadata: { name, creationTimestamp: time },
    spec: { containers },
    status: { containerStatuses: [running], conditions: [{ type: 'Ready', status: 'True' }], ...more },
  };
}

const waiting = (reason: string, exitCode?: number): PodObject['status'] => ({
  conditions: [],
  containerStatuses: [
    {
      ...{ name: 'app', ready: false, restartCount: 3, state: { waiting: { reason } } },
      ...(exitCode === undefined ? {} : { lastState: { terminated: { exitCode } } }),
    },
  ],
});

const midnight = Date.UTC(2026, 10, 21) / 1000;

/** What the key held until a second, and since. */
function key(before: string, after: string): ObservedKey {
  const change = (second: number, value: string) => ({
    ...{ earliest: midnight + second, latest: midnight + second, by: 'kim', after: value },
  });
  return {
    secret: 'kafka',
    key: 'S',
    hasSecret: true,
    isFound: true,
    hosts: after,
    timeline: [change(0, before), change(1000, after)],
  };
}

function judge(pods: readonly PodObject[], keys = [key('old:1', 'new:1')], replicas = pods.length) {
  const consumer = { workload: workload(replicas), uses: ['env S'], secrets: ['kafka'] };
  return judgePods({ workloads: [{ consumer, pods }], keys, brokers: [], commands }).findings;
}

test('started after the last change', () => {
  expect(judge([pod('a', 2000), pod('b', 3000)])).toMatchObject([
    { verdict: 'ok', saw: '1 workload with 2 pods, none from before the last change' },
  ]);
});

test('started before it: a break, unless one of its servers is still one of today', () => {
  expect(judge([pod('a', 500)])).toEqual([
    {
      ...{ verdict: 'broken', problem: 'pods-out-of-date' },
      saw: 'deployment/backend: out of date; started with old:1',
      next: ['Restart what reads the key:', 'exops k8s patch-bootstrap --servers new:1 --restart'],
    },
  ]);
  expect(judge([pod('a', 500), pod('b', 2000)])).toMatchObject([{ verdict: 'broken' }]);
  expect(judge([pod('a', 500)], [key('a:1,b:1', 'b:1,c:1')])).toMatchObject([{ verdict: 'warning' }]);
});

test.each([
  ['CrashLoopBackOff', 1, 'pods-crash'],
  ['ImagePullBackOff', undefined, 'pods-image'],
  ['ErrImagePull', undefined, 'pods-image'],
  ['InvalidImageName', undefined, 'pods-image'],
  ['CreateContainerConfigError', undefined, 'pods-held-up'],
])('%s', (reason, exitCode, problem) => {
  const failing = pod('a', 2000, waiting(reason, exitCode));
  expect(judge([failing])).toMatchObject([{ verdict: 'broken', problem }]);
  expect(judge([failing, pod('b', 2000)], undefined, 1)).toMatchObject([{ verdict: 'warning', problem }]);
});

test('the command that restarts leaves out what it would be refused for', () => {
  const readers = [workload(1), workload(1, true)].map((one) => ({
    consumer: { workload: one, uses: ['env S'], secrets: ['kafka'] },
    pods: [pod('a', 500)],
  }));
  const seen = { workloads: readers, keys: [key('old:1', 'new:1')], brokers: [], commands };
  expect(judgePods(seen).findings.map(({ next }) => next)).toEqual([
    [
      'Restart what reads the key:',
      'exops k8s patch-bootstrap --servers new:1 --restart --skip deployment/paused',
    ],
    ["It can't be restarted: it is paused: nothing starts anew until it is resumed."],
  ]);
});

test('no node takes it', () => {
  const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }];
  expect(judge([pod('a', 2000, { conditions, containerStatuses: [] })])).toMatchObject([
    { verdict: 'broken', problem: 'pods-unschedulable' },
  ]);
});

test('pods that begin, and none at all, are no alarm', () => {
  expect(judge([pod('a', 2000, waiting('ContainerCreating'))])).toMatchObject([{ verdict: 'ok' }]);
  expect(judge([])).toMatchObject([{ verdict: 'ok' }]);
});
