import { describe, expect, test } from 'vitest';
import { mapAtMost, usuallyAtOnce } from '../../../../src/lib/map-at-most.js';
import type { SleepSelector } from '../../../../src/lib/power/sleep-entry.js';
import { ownName } from '../../aws/opened-aws.js';
import { counted, foundBy, openPorts, until } from './opened-ports.js';

const byName = (name: string): SleepSelector => ({ kind: 'asg', choice: { by: 'name', name } });

test('a group goes to 0 with its record, and comes back', async () => {
  const { port, power } = openPorts();
  const [name, team] = [ownName('web'), ownName('team')];
  await power.autoScalingGroups.create({
    ...{ name, min: 1, max: 3, desired: 2, transitionSeconds: 0.3 },
    tags: { team },
  });
  const groups = port('asg');
  const found = await foundBy(groups, { kind: 'asg', choice: { by: 'tags', tags: { team } } });
  expect(found).toMatchObject({ id: name, name, size: { min: 1, max: 3, desired: 2 }, never: undefined });
  expect(found.machines).toEqual([{ service: 'ec2', type: 't3.large', isSpot: false }]);
  await until(groups, found, 'awake');

  const record = 'v=1 min=1 max=3 desired=2 by=kim at=2026-11-20T19:02:11Z';
  await groups.setRecord(found, record);
  await groups.sleep(found);
  const asleep = await until(groups, found, 'asleep');
  expect(asleep.states).toEqual(['falling asleep', 'asleep']);
  expect(asleep.now).toMatchObject({ record, size: { min: 0, max: 3, desired: 0 } });

  await groups.wake(found, { min: 1, max: 3, desired: 2 });
  const awake = await until(groups, found, 'awake');
  expect(awake.states).toEqual(['waking', 'awake']);
  expect(awake.now.size).toEqual({ min: 1, max: 3, desired: 2 });
  await groups.setRecord(found, null);
  expect((await foundBy(groups, byName(name))).record).toBeUndefined();
});

test('activities that fail are explained while it wakes', async () => {
  const { port, power } = openPorts();
  const name = ownName('web');
  await power.autoScalingGroups.create({ name, min: 0, desired: 0, transitionSeconds: 0.1 });
  const groups = port('asg');
  const found = await foundBy(groups, byName(name));
  expect(found.state).toBe('asleep');
  const words = 'You have requested more vCPU capacity than your current vCPU limit of 8 allows.';
  await power.autoScalingGroups.failLaunches(name, words);
  await groups.wake(found, { min: 1, desired: 1 });
  await expect
    .poll(async () => (await groups.read([found]))[0]?.trouble, { timeout: 10_000 })
    .toMatch(/^You have requested more vCPU capacity .* have it raised in Service Quotas \(EC2\)/);
  await power.autoScalingGroups.failLaunches(name, null);
  expect((await until(groups, found, 'awake')).now.trouble).toBeUndefined();
});

test("the group of a node group is that one's", async () => {
  const { port, power } = openPorts();
  const [cluster, name] = [ownName('dev'), ownName('spot')];
  await power.nodegroups.create({ cluster, name });
  const { autoScalingGroup } = await power.nodegroups.describe(cluster, name);
  expect((await foundBy(port('asg'), byName(autoScalingGroup))).never).toBe(
    `it belongs to the EKS node group ${name}: list that instead, as eksNodegroup`,
  );
});

test('its instances are never stopped by themselves', async () => {
  const { port, power } = openPorts();
  const name = ownName('web');
  await power.autoScalingGroups.create({ name, desired: 1 });
  const [instance] = (await power.autoScalingGroups.describe(name)).instances;
  const id = instance?.id ?? '';
  const found = await foundBy(port('ec2'), { kind: 'ec2', choice: { by: 'name', name: id } });
  expect(found.never).toBe(
    `it belongs to the Auto Scaling group ${name}, which would replace it: list that instead`,
  );
});

describe('requests', () => {
  test.each([
    [5, 1],
    [200, 2],
  ])('for %i groups are %i, by the page', async (count, pages) => {
    const { port, power, actions } = openPorts();
    const names = Array.from({ length: count }, () => ownName('web'));
    await mapAtMost(usuallyAtOnce, names, undefined, (name) =>
      power.autoScalingGroups.create({ name, min: 0, desired: 0 }),
    );
    const groups = port('asg');
    const find = () => groups.find(names.map(byName));
    expect(await counted(find, actions)).toEqual({ DescribeAutoScalingGroups: pages });
    const all = (await find()).flat();
    expect(all).toHaveLength(count);
    expect(await counted(() => groups.read(all), actions)).toEqual({ DescribeAutoScalingGroups: pages });
  });
});
