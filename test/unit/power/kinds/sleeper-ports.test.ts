import { expect, it } from 'vitest';
import { findSleepers } from '../../../../src/lib/power/find-sleepers.js';
import { type SleeperPortsDeps, sleeperPorts } from '../../../../src/lib/power/kinds/sleeper-ports.js';
import { type SleepSelector, sleeperKinds } from '../../../../src/lib/power/sleep-entry.js';
import { plainInstance } from '../../aws/plain-instance.js';
import { cluster, database, rdsWith } from './databases.js';
import { autoScalingWith, group } from './groups.js';
import { eksWith, nodegroup } from './node-groups.js';

const unexpected = () => {
  throw new Error('That is not asked for.');
};

function deps(over: Partial<SleeperPortsDeps> = {}): SleeperPortsDeps {
  const { eks } = eksWith([nodegroup('spot')]);
  const { autoScaling } = autoScalingWith([group('web'), group('asg-spot')]);
  const { rds } = rdsWith([database('mysql')], [cluster('aurora', { members: [] })]);
  return {
    aws: {
      ...{ region: 'ap-northeast-2', eks, autoScaling, rds },
      ec2: {
        describeInstances: async () => [plainInstance],
        oneTimeSpotRequests: async () => new Set(),
        typesWithInstanceStore: async () => new Set(),
        describeConnectEndpoints: unexpected,
        consoleOutput: unexpected,
        setTag: unexpected,
        removeTag: unexpected,
        stop: unexpected,
        start: unexpected,
      },
      ecs: {
        services: async () => [],
        serviceNames: unexpected,
        setDesired: unexpected,
        setTag: unexpected,
        removeTag: unexpected,
      },
    },
    kubernetes: undefined,
    ...over,
  };
}

const selectors: readonly SleepSelector[] = [
  { kind: 'ec2', choice: { by: 'name', name: plainInstance.id } },
  { kind: 'rds', choice: { by: 'name', name: 'mysql' } },
  { kind: 'rds-cluster', choice: { by: 'name', name: 'aurora' } },
  { kind: 'asg', choice: { by: 'name', name: 'web' } },
  { kind: 'nodegroup', cluster: 'exchange-dev', choice: { by: 'name', name: 'spot' } },
  { kind: 'ecs', cluster: 'shop', choice: { by: 'name', name: 'gone' } },
  { kind: 'workload', workload: 'Deployment', name: 'backend' },
];

const entries = selectors.map((selector) => ({
  ...{ selector, order: undefined, skip: false, wake: 'automatic' as const, at: 'exops.yaml:1:1' },
}));

it('finds what is listed with the port of its kind; workloads only where there is Kubernetes', async () => {
  const ports = sleeperPorts(deps());
  expect([...ports.keys()].toSorted()).toEqual(sleeperKinds.filter((kind) => kind !== 'workload').toSorted());
  const listed = await findSleepers(ports, entries);
  expect(listed.map(({ sleepers }) => sleepers.map(({ kind, name }) => `${kind} ${name}`))).toEqual([
    ['ec2 i-0123456789abcdef0'],
    ['rds mysql'],
    ['rds-cluster aurora'],
    ['asg web'],
    ['nodegroup spot'],
    [],
    [],
  ]);
});

it('has a port for each kind with Kubernetes', () => {
  const kubernetes = {
    context: 'dev',
    nodes: unexpected,
    workloads: {
      pages: unexpected,
      read: unexpected,
      setReplicas: unexpected,
      unrestartable: unexpected,
      setRestartedAt: unexpected,
      follow: unexpected,
    },
    pods: { of: unexpected, delete: unexpected, lastLines: unexpected },
  };
  const ports = sleeperPorts(deps({ kubernetes }));
  expect([...ports.values()].map(({ kind }) => kind).toSorted()).toEqual([...sleeperKinds].toSorted());
});
