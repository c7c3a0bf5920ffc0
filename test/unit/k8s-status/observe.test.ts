import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Kubernetes, Workload } from '../../../src/lib/k8s/kubernetes.js';
import { judgeWorkload } from '../../../src/lib/k8s-status/judge-workload.js';
import { observeStatus } from '../../../src/lib/k8s-status/observe-status.js';
import { secretOf } from '../bootstrap/observed.js';
import { fromEnv, key, observedKey } from './builders.js';

const template = { spec: { containers: [{ name: 'app', env: fromEnv }] } };
const deployments = Array.from({ length: 23 }, (_, index): Workload => {
  const name = `app-${index}`;
  return { kind: 'Deployment', name, uid: name, object: { spec: { replicas: 1, template } } };
});

/** Some Deployments that use a secret which isn't there, and no pods; counts the lists of pods at a time. */
function scripted(namespaceExists: boolean | undefined = undefined): {
  readonly kubernetes: Kubernetes;
  readonly most: () => number;
} {
  let asking = 0;
  let most = 0;
  const kubernetes: unknown = {
    secrets: { read: async () => undefined },
    namespace: 'exchange-dev',
    namespaces: { exists: async () => namespaceExists },
    workloads: {
      async *pages(kind: string) {
        if (kind === 'Deployment') yield deployments;
      },
      async *unrestartable() {},
    },
    pods: {
      async of() {
        asking += 1;
        most = Math.max(most, asking);
        await turn();
        asking -= 1;
        return [];
      },
    },
  };
  return { kubernetes: kubernetes as Kubernetes, most: () => most };
}

test('the pods of many workloads are asked for ten at a time', async () => {
  const { kubernetes, most } = scripted();

  const status = await observeStatus(
    kubernetes,
    [{ secret: 'kafka', keys: [key] }],
    new AbortController().signal,
  );

  expect(most()).toBe(10);
  expect(status.workloads.map(({ name }) => name)).toEqual(deployments.map(({ name }) => name).sort());
  expect(status.workloads[0]).toMatchObject({ state: 'not running', wanted: 1 });
  expect(status.keys).toEqual([
    expect.objectContaining({ hasSecret: false, isFound: false, hosts: undefined }),
  ]);
});

test.each([
  [false, 'exchange-dev'],
  [true, undefined],
  [undefined, undefined],
])('a namespace that is there: %s', async (exists, missing) => {
  const { kubernetes } = scripted(exists);
  const secrets = [{ secret: 'kafka', keys: [key] }];
  const status = await observeStatus(kubernetes, secrets, new AbortController().signal);
  expect(status.missingNamespace).toBe(missing);
});

test('a secret without the key is another mistake than none', async () => {
  const { kubernetes } = scripted();
  const withSecret = { ...kubernetes, secrets: { ...kubernetes.secrets, read: async () => secretOf({}) } };
  const secrets = [{ secret: 'kafka', keys: [key] }];
  const status = await observeStatus(withSecret, secrets, new AbortController().signal);
  expect(status.keys).toEqual([expect.objectContaining({ hasSecret: true, isFound: false })]);
});

test.each<[string, Workload['object']['spec'], string | undefined]>([
  ['Deployment', { paused: true }, 'it is paused: nothing starts anew until it is resumed'],
  [
    'DaemonSet',
    { updateStrategy: { type: 'OnDelete' } },
    'its update strategy is OnDelete: pods start anew only when somebody deletes them',
  ],
  [
    'StatefulSet',
    { updateStrategy: { rollingUpdate: { partition: 2 } } },
    'its update is partitioned at 2: pods below that would run on with the old value',
  ],
  ['Deployment', {}, undefined],
])('a %s with %j: why it can not be restarted', (kind, spec, reason) => {
  const object = { spec: { replicas: 1, template, ...spec } };
  const workload = { ...{ kind, name: 'a', uid: 'a' }, object } as Workload;
  const judged = judgeWorkload({ workload, uses: [], secrets: ['kafka'] }, [], [observedKey()]);
  expect(judged).toMatchObject({ state: 'not running', whyNotRestarted: reason });
});
