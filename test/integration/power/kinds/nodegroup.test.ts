import { describe, expect, test } from 'vitest';
import type { SleepSelector } from '../../../../src/lib/power/sleep-entry.js';
import { failureOf, ownName } from '../../aws/opened-aws.js';
import { opened, ownNamespace } from '../../k8s/opened-kubernetes.js';
import { addNode } from './lab-node.js';
import { counted, foundBy, openPorts, until } from './opened-ports.js';

const selector = (cluster: string, name: string): SleepSelector => ({
  kind: 'nodegroup',
  cluster,
  choice: { by: 'name', name },
});
const label = 'eks.amazonaws.com/nodegroup';

test('a node group goes to 0 with its record, and comes back with its least and its most', async () => {
  const { port, power } = openPorts();
  const [cluster, name] = [ownName('dev'), ownName('spot')];
  const arn = await power.nodegroups.create({
    ...{ cluster, name, transitionSeconds: 0.3, capacityType: 'SPOT' },
    ...{ min: 1, max: 4, desired: 2 },
  });
  const nodegroups = port('nodegroup');
  const found = await foundBy(nodegroups, selector(cluster, name));
  expect(found).toMatchObject({ id: arn, name, size: { min: 1, max: 4, desired: 2 }, never: undefined });
  expect(found.machines).toEqual([{ service: 'ec2', type: 't3.large', isSpot: true }]);
  await until(nodegroups, found, 'awake');

  const record = 'v=1 min=1 max=4 desired=2 by=kim at=2026-11-20T19:02:11Z';
  await nodegroups.setRecord(found, record);
  await nodegroups.sleep(found);
  const asleep = await until(nodegroups, found, 'asleep');
  expect(asleep.states.at(-2)).toBe('falling asleep');
  expect(asleep.now).toMatchObject({ record, size: { min: 0, max: 4, desired: 0 }, trouble: undefined });
  const there = await power.nodegroups.describe(cluster, name);
  expect(there.instances).toEqual([]);

  await nodegroups.wake(found, { min: 1, max: 4, desired: 2 });
  const awake = await until(nodegroups, found, 'awake');
  expect(awake.states).toContain('waking');
  expect(awake.now.size).toEqual({ min: 1, max: 4, desired: 2 });
  await nodegroups.setRecord(found, null);
  expect((await foundBy(nodegroups, selector(cluster, name))).record).toBeUndefined();
});

test('a node group that is busy says so at once', async () => {
  const { port, power, actions } = openPorts();
  const [cluster, name] = [ownName('dev'), ownName('spot')];
  await power.nodegroups.create({ cluster, name, transitionSeconds: 0.5 });
  const nodegroups = port('nodegroup');
  const found = await foundBy(nodegroups, selector(cluster, name));
  await nodegroups.sleep(found);
  const asking = nodegroups.wake(found, { min: 1, desired: 2 }, AbortSignal.timeout(20_000));
  expect(await failureOf(asking)).toMatchObject({ code: 'ResourceInUseException' });
  const asked = (await actions()).filter((action) => action === 'UpdateNodegroupConfig');
  expect(asked).toHaveLength(2);
  await until(nodegroups, found, 'asleep');
  await nodegroups.wake(found, { min: 1, desired: 2 });
  expect((await until(nodegroups, found, 'awake')).now.size).toMatchObject({ min: 1, desired: 2 });
});

test('an update that was accepted and failed is explained', async () => {
  const { port, power } = openPorts();
  const [cluster, name] = [ownName('dev'), ownName('spot')];
  await power.nodegroups.create({ cluster, name, transitionSeconds: 0.2 });
  const nodegroups = port('nodegroup');
  const found = await foundBy(nodegroups, selector(cluster, name));
  const errorMessage = 'Reached max retries while trying to evict pods from nodes in node group';
  await power.nodegroups.failNextUpdate(cluster, name, [{ errorCode: 'PodEvictionFailure', errorMessage }]);
  await nodegroups.sleep(found);
  await expect
    .poll(async () => (await nodegroups.read([found]))[0]?.trouble, { timeout: 10_000 })
    .toMatch(
      /^The update of its size ended as Failed: PodEvictionFailure: Reached max retries .* see the PodDisruptionBudgets/,
    );
  expect((await until(nodegroups, found, 'awake')).now.size).toMatchObject({ min: 1, desired: 2 });
});

test('what keeps instances away is told while it wakes', async () => {
  const { port, power } = openPorts();
  const [cluster, name] = [ownName('dev'), ownName('spot')];
  await power.nodegroups.create({ cluster, name, transitionSeconds: 0.1 });
  const nodegroups = port('nodegroup');
  const found = await foundBy(nodegroups, selector(cluster, name));
  await nodegroups.sleep(found);
  await until(nodegroups, found, 'asleep');
  await power.nodegroups.failLaunches(
    cluster,
    name,
    'We currently do not have sufficient t3.large capacity in the Availability Zone you requested.',
  );
  await nodegroups.wake(found, { min: 1, desired: 2 });
  await expect
    .poll(async () => (await nodegroups.read([found]))[0]?.trouble, { timeout: 10_000 })
    .toMatch(/sufficient t3\.large capacity .*AWS has no such machine free/);
  await power.nodegroups.failLaunches(cluster, name, null);
  expect((await until(nodegroups, found, 'awake')).now.trouble).toBeUndefined();
});

test('a DEGRADED node group tells its health issues', async () => {
  const { port, power } = openPorts();
  const [cluster, name] = [ownName('dev'), ownName('spot')];
  await power.nodegroups.create({ cluster, name });
  const issue = { code: 'NodeCreationFailure', message: 'Instances failed to join the kubernetes cluster' };
  await power.nodegroups.setHealth(cluster, name, [issue], 'DEGRADED');
  const found = await foundBy(port('nodegroup'), selector(cluster, name));
  expect(found.status).toMatch(/^DEGRADED/);
  expect(found.trouble).toMatch(/^NodeCreationFailure: Instances failed to join .* see the node role/);
});

describe('with Kubernetes', () => {
  test('a node group sleeps when its nodes are gone, and is awake when they are Ready', async () => {
    const namespace = await ownNamespace();
    const { port, power } = openPorts(opened(namespace.kubeconfig).kubernetes);
    const [cluster, name] = [ownName('dev'), ownName('spot')];
    await power.nodegroups.create({ cluster, name, desired: 1, transitionSeconds: 0.1 });
    const nodegroups = port('nodegroup');
    const labels = { [label]: name };
    const old = await addNode(namespace, { labels });
    const found = await foundBy(nodegroups, selector(cluster, name));
    await until(nodegroups, found, 'awake');

    await nodegroups.sleep(found);
    await expect
      .poll(async () => (await nodegroups.read([found]))[0]?.status, { timeout: 10_000 })
      .toBe('ACTIVE, 1 node left');
    expect((await nodegroups.read([found]))[0]?.state).toBe('falling asleep');
    await old.remove();
    await until(nodegroups, found, 'asleep');

    await nodegroups.wake(found, { min: 1, desired: 1 });
    await expect
      .poll(async () => (await nodegroups.read([found]))[0]?.status, { timeout: 10_000 })
      .toBe('ACTIVE, 0 of 1 nodes Ready');
    await addNode(namespace, { labels, ready: 'False' });
    expect((await nodegroups.read([found]))[0]?.state).toBe('waking');
    await addNode(namespace, { labels });
    await until(nodegroups, found, 'awake');
  });

  test('nodes are not looked at by who may not list them, and that is told once', async () => {
    const namespace = await ownNamespace();
    const { kubernetes } = opened(await namespace.users.token('kim', []));
    const { port, power, notices } = openPorts(kubernetes);
    const [cluster, name] = [ownName('dev'), ownName('spot')];
    await power.nodegroups.create({ cluster, name, transitionSeconds: 0 });
    const nodegroups = port('nodegroup');
    const { now } = await until(nodegroups, await foundBy(nodegroups, selector(cluster, name)), 'awake');
    expect(now.status).toBe('ACTIVE, 2 of 2 instances InService');
    expect(notices).toEqual([
      expect.stringMatching(/^Nodes are not looked at, only what AWS says of them\. Can't list the nodes/),
    ]);
  });
});

describe('requests', () => {
  test.each([5, 60])('for %i node groups: one each, and one for all their groups', async (count) => {
    const { port, power, actions } = openPorts();
    const cluster = ownName('dev');
    const names = Array.from({ length: count }, () => ownName('spot'));
    await Promise.all(
      names.map((name) => power.nodegroups.create({ cluster, name, desired: 1, transitionSeconds: 0 })),
    );
    const find = () => port('nodegroup').find(names.map((name) => selector(cluster, name)));
    expect(await counted(find, actions)).toEqual({
      ...{ DescribeNodegroup: count, DescribeAutoScalingGroups: 1, DescribeInstanceTypes: 1 },
    });
    const tags = { Team: 'web' };
    await power.nodegroups.create({ cluster, name: 'tagged', desired: 1, transitionSeconds: 0, tags });
    const byTags = () =>
      port('nodegroup').find([{ kind: 'nodegroup', cluster, choice: { by: 'tags', tags } }]);
    expect((await byTags()).map((ones) => ones.map(({ name }) => name))).toEqual([['tagged']]);
    expect(await counted(byTags, actions)).toMatchObject({
      ...{ ListNodegroups: 1, DescribeNodegroup: count + 1, DescribeAutoScalingGroups: 1 },
    });
  });
});
