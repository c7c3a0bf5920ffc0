import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Kubernetes, Workload } from '../../../src/lib/k8s/kubernetes.js';
import { observeStatus } from '../../../src/lib/k8s-status/observe-status.js';
import { fromEnv, key } from './builders.js';

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
  expect(status.keys).toEqual([expect.objectContaining({ isFound: false, hosts: undefined })]);
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
