import { expect, test } from 'vitest';
import type { Consumer, ObservedSecret } from '../../../src/lib/bootstrap/model.js';
import { ForbiddenError } from '../../../src/lib/k8s/errors.js';
import type { Kubernetes } from '../../../src/lib/k8s/kubernetes.js';
import type { PodObject } from '../../../src/lib/k8s/objects.js';
import { judgeRunning } from '../../../src/lib/k8s-status/judge-running.js';
import { at, fromEnv, key, podSince } from './builders.js';

const byHand = [
  {
    ...{
      manager: 'kubectl-patch',
      operation: 'Update',
      time: new Date(at('13:00:00') * 1_000).toISOString(),
    },
    fieldsV1: { 'f:data': { [`f:${key}`]: {} } },
  },
];
const secret: ObservedSecret = {
  ...{ secret: 'kafka', keys: [key], unreadable: undefined, record: undefined, refusedPatch: undefined },
  found: {
    ...{ name: 'kafka', uid: 'u', resourceVersion: '1', type: 'Opaque', immutable: false },
    ...{ labels: {}, annotations: {}, owners: [], managedFields: byHand, keys: [key] },
    text: (name) => (name === key ? 'new:9092' : undefined),
  },
};

const consumerOf = (name: string): Consumer => ({
  workload: {
    ...{ kind: 'Deployment', name, uid: name },
    object: { spec: { replicas: 1, template: { spec: { containers: [{ name: 'app', env: fromEnv }] } } } },
  },
  uses: [`env ${key}`],
  secrets: ['kafka'],
});

const judged = (pods: Readonly<Record<string, PodObject>>) => {
  const kubernetes = { pods: { of: async ({ name }: { name: string }) => [pods[name] ?? {}] } };
  const consumers = Object.keys(pods).map(consumerOf);
  return judgeRunning(kubernetes as unknown as Kubernetes, [secret], consumers, new AbortController().signal);
};

test('after kubectl patch: what started before it, what may have, and what did not', async () => {
  const pods = {
    ...{ before: podSince('12:00:00'), during: podSince('13:00:00'), later: podSince('13:10:00') },
  };
  expect(await judged(pods)).toEqual({
    outOfDate: ['deployment/before'],
    uncertain: ['deployment/during'],
  });
});

test('without the right to list pods it is not known', async () => {
  const forbidden = {
    pods: {
      of: async () => {
        throw new ForbiddenError('You may not list pods.');
      },
    },
  } as unknown as Kubernetes;
  const { signal } = new AbortController();
  expect(await judgeRunning(forbidden, [secret], [consumerOf('a')], signal)).toEqual({
    ...{ outOfDate: [], uncertain: [] },
    unseen: 'You may not list pods.',
  });
});
