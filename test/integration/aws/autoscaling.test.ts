import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { powerLab } from '../../lab/aws/power-lab.js';
import { failureOf, openLab, ownName } from './opened-aws.js';

function open() {
  const opened = openLab();
  return { ...opened, power: powerLab(opened.lab) };
}

describe('groups', () => {
  test('are told with their size and their instances', async () => {
    const { aws, power } = open();
    const name = ownName('web');
    const arn = await power.autoScalingGroups.create({
      ...{ name, min: 1, max: 4, desired: 2, instanceType: 't3.large', transitionSeconds: 0 },
      tags: { Team: 'web' },
    });
    const [group, ...others] = await aws.autoScaling.groups({ names: [name, ownName('gone')] });
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      ...{ name, arn, min: 1, max: 4, desired: 2, suspended: [], status: undefined },
      instances: Array(2).fill({
        ...{ id: expect.stringMatching(/^i-/), instanceType: 't3.large' },
        ...{ lifecycle: 'InService', isHealthy: true },
      }),
    });
    expect(group?.tags.get('Team')).toBe('web');
  });

  test('are found by all of the tags', async () => {
    const { aws, power } = open();
    const [team, dev, prod] = [ownName('team'), ownName('dev'), ownName('prod')];
    await power.autoScalingGroups.create({ name: dev, desired: 1, tags: { Team: team, env: 'dev' } });
    await power.autoScalingGroups.create({ name: prod, desired: 1, tags: { Team: team, env: 'prod' } });
    const names = async (tags: Record<string, string>) =>
      (await aws.autoScaling.groups({ tags })).map(({ name }) => name).sort();
    expect(await names({ Team: team })).toEqual([dev, prod].sort());
    expect(await names({ Team: team, env: 'prod' })).toEqual([prod]);
    expect(await names({ Team: ownName('other') })).toEqual([]);
  });

  test('are asked for 100 at once', async () => {
    const { aws, actions } = open();
    const names = Array.from({ length: 150 }, () => ownName('gone'));
    expect(await aws.autoScaling.groups({ names })).toEqual([]);
    expect(await actions()).toEqual(['DescribeAutoScalingGroups', 'DescribeAutoScalingGroups']);
  });
});

test('resize sets the least and the wanted number, and the most stays', async () => {
  const { aws, power } = open();
  const name = ownName('web');
  await power.autoScalingGroups.create({ name, min: 1, max: 4, desired: 2, transitionSeconds: 0 });
  await aws.autoScaling.resize(name, { min: 0, desired: 0 });
  expect(await aws.autoScaling.groups({ names: [name] })).toMatchObject([
    { min: 0, max: 4, desired: 0, instances: [] },
  ]);
});

test('a group that is not there is told', async () => {
  const name = ownName('gone');
  const { aws } = open();
  for (const work of [
    () => aws.autoScaling.resize(name, { min: 0, desired: 0 }),
    () => aws.autoScaling.setTag(name, 'exops:sleep', 'v=1'),
  ])
    expect(await failureOf(work())).toBeInstanceOf(AwsNotFoundError);
});

test('failures tells why the newest launches failed', async () => {
  const { aws, power } = open();
  const name = ownName('web');
  await power.autoScalingGroups.create({ name, min: 0, max: 4, desired: 0, transitionSeconds: 0 });
  expect(await aws.autoScaling.failures(name)).toEqual([]);
  const message = 'We currently do not have sufficient t3.large capacity.';
  await power.autoScalingGroups.failLaunches(name, message);
  await aws.autoScaling.resize(name, { min: 1, desired: 1 });
  const [newest] = await aws.autoScaling.failures(name);
  expect(newest).toContain(message);
});

test('a tag is set, replaced and removed', async () => {
  const { aws, power } = open();
  const name = ownName('web');
  await power.autoScalingGroups.create({ name, desired: 1 });
  for (const value of ['v=0', 'v=1 min=1 max=4 desired=1 by=kim at=2026-11-20T19:02:11Z']) {
    await aws.autoScaling.setTag(name, 'exops:sleep', value);
    const [group] = await aws.autoScaling.groups({ names: [name] });
    expect(group?.tags.get('exops:sleep')).toBe(value);
  }
  await aws.autoScaling.removeTag(name, 'exops:sleep');
  const [group] = await aws.autoScaling.groups({ names: [name] });
  expect(group?.tags.has('exops:sleep')).toBe(false);
});
