import { expect, test } from 'vitest';
import type { WorkloadObject } from '../../../src/lib/k8s/objects.js';
import type { ApiVerdict } from '../../lab/kubernetes/api-proxy.js';
import { cronJob, deployment, secret } from '../../lab/kubernetes/objects.js';
import type { KubernetesObject } from '../../lab/kubernetes/resources.js';
import {
  after,
  before,
  create,
  fromKey,
  gateway,
  key,
  patch,
  recordAnnotation,
  secretName,
  tradingFloor,
} from './trading-floor.js';

test('what is skipped runs on as it is, and is said to', async () => {
  const floor = await tradingFloor();
  const was = await floor.world();
  const { stdout, code } = await floor.exops(`${patch} --skip statefulset/ledger`);
  expect(stdout).toContain('    not restarted: statefulset/ledger (skipped)\n');
  expect(code).toBe(0);
  const is = await floor.world();
  expect(is.workloads['statefulset/ledger']).toEqual(was.workloads['statefulset/ledger']);
  expect(is.workloads['deployment/gateway']).not.toEqual(was.workloads['deployment/gateway']);
});

test('a value that is there already: what does not run with it is named, until it is restarted', async () => {
  const floor = await tradingFloor(undefined, { isAged: true });
  expect((await floor.exops(`${patch} --skip statefulset/ledger`)).code).toBe(0);
  const behind = `    still run with older servers: statefulset/ledger
    restart them with: exops k8s patch-bootstrap --servers ${after} --restart
Nothing to do: 1 secret as declared.
`;
  expect(await floor.exops(patch)).toMatchObject({ code: 0, stdout: behind });
  expect(await floor.exops(`${patch} --check`)).toMatchObject({ code: 0, stdout: behind });
  expect((await floor.exops(`${patch} --restart`)).code).toBe(0);
  expect(await floor.exops(patch)).toMatchObject({
    code: 0,
    stdout: 'Nothing to do: 1 secret as declared.\n',
  });
});

test('what is to be skipped and does not read the key is a mistake', async () => {
  const floor = await tradingFloor([gateway()]);
  const { stdout, code } = await floor.exops(`${patch} --skip deployment/gatewai`);
  expect(stdout).toBe(`  ~ app-secrets
      KAFKA_BOOTSTRAP_SERVERS  10.0.11.8:9092 → 10.0.12.31:9092
  ↻ deployment/gateway  env KAFKA_BOOTSTRAP_SERVERS · 2 pods
  ! deployment/gatewai  refused
        it is to be skipped, and no workload of this name reads the key

Plan: 1 secret to change, 1 workload to restart, 1 refused: nothing is done until that is put right.
`);
  expect(code).toBe(1);
  expect(await floor.valueOf()).toBe(before);
});

const ordered = (object: KubernetesObject, order: number): KubernetesObject => ({
  ...object,
  metadata: { ...object.metadata, annotations: { 'exops/restart-order': `${order}` } },
});

const slow = { annotations: { 'exops.test/ready-delay': '300ms' } };

test.each([
  ['by annotation', '', { a: 2, b: 3, c: 1 }],
  ['one by one', ' --one-by-one', { a: 0, b: 0, c: -1 }],
])('one begins when the one before is complete: %s', async (_, flags, orders) => {
  const floor = await tradingFloor(
    Object.entries(orders).map(([name, order]) => ordered(deployment({ name, ...fromKey, ...slow }), order)),
  );
  const proxy = await floor.proxied();
  const begun: string[] = [];
  const unfinished: string[] = [];
  proxy.onRequest(async ({ method, path }): Promise<ApiVerdict> => {
    const name = /\/deployments\/(\w)$/.exec(path)?.[1];
    if (method === 'PATCH' && name !== undefined) {
      for (const earlier of begun) {
        const { metadata, status } = await floor.namespace.read<WorkloadObject>('Deployment', earlier);
        const isComplete =
          status?.observedGeneration === metadata?.generation &&
          status?.availableReplicas === 1 &&
          status?.replicas === 1;
        if (!isComplete) unfinished.push(earlier);
      }
      begun.push(name);
    }
    return 'forward';
  });
  expect((await floor.exops(`${patch}${flags}`, { kubeconfig: proxy.kubeconfig })).code).toBe(0);
  expect(begun).toEqual(['c', 'a', 'b']);
  expect(unfinished).toEqual([]);
});

test('several secrets are one change', async () => {
  const floor = await tradingFloor([gateway()], {
    kubernetes: {
      bootstrap: [
        { secret: secretName, key },
        { secret: 'risk', key: 'brokers' },
      ],
    },
  });
  await create(floor.namespace, secret('risk', { brokers: before, other: 'kept' }));
  await floor.namespace.apply(
    deployment({ name: 'risk', env: { SERVERS: { secret: 'risk', key: 'brokers' } } }),
  );
  await floor.namespace.rolledOut('deployment/risk');
  const { code, stdout } = await floor.exops(patch);
  expect(stdout).toContain('Plan: 2 secrets to change, 2 workloads to restart.\n');
  expect(code).toBe(0);
  expect(await floor.valueOf()).toBe(after);
  expect(await floor.valueOf('risk', 'brokers')).toBe(after);
  for (const name of [secretName, 'risk'])
    expect((await floor.annotationsOf(name))[recordAnnotation]).toBeUndefined();
});

test('a key that is not there is made only when that is asked for', async () => {
  const floor = await tradingFloor([], { data: { KAFKA_BOOTSTRAP_SERVER: before } });
  const refused = await floor.exops(patch);
  expect(refused.stdout).toBe(`  ! app-secrets  refused
        it has no key KAFKA_BOOTSTRAP_SERVERS (did you mean "KAFKA_BOOTSTRAP_SERVER"?). --create-key adds it

Plan: 1 refused: nothing is done until that is put right.
`);
  expect(refused.code).toBe(1);
  expect(await floor.valueOf()).toBeUndefined();
  expect((await floor.exops(`${patch} --create-key`)).code).toBe(0);
  expect(await floor.valueOf()).toBe(after);
});

test('what reads the key and cannot be restarted is listed', async () => {
  const floor = await tradingFloor([gateway(), cronJob({ name: 'settlement', ...fromKey })]);
  const env = [{ name: key, valueFrom: { secretKeyRef: { name: secretName, key } } }];
  // No node takes them, so that they are there for as long as the test.
  const spec = {
    containers: [{ name: 'app', image: 'registry.test/app:1', env }],
    nodeSelector: { 'exops.test/none': 'true' },
  };
  await create(floor.namespace, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'by-hand' }, spec });
  const template = { spec: { ...spec, restartPolicy: 'Never' } };
  const metadata = { name: 'import' };
  await create(floor.namespace, { apiVersion: 'batch/v1', kind: 'Job', metadata, spec: { template } });
  const { stdout, code } = await floor.exops(patch);
  expect(stdout).toContain(
    '    not restarted: pod/by-hand (no controller would make it anew), job/import (it runs on with the old value), cronjob/settlement (its next run reads the new value)\n',
  );
  expect(code).toBe(0);
});
