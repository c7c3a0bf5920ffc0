import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { powerLab } from '../../lab/aws/power-lab.js';
import { failureOf, openLab, ownName } from './opened-aws.js';

function open() {
  const opened = openLab();
  return { ...opened, power: powerLab(opened.lab) };
}

const gone = () => ownName('gone');

describe('a node group', () => {
  test('is told with its size and what it is made of', async () => {
    const { aws, power } = open();
    const [cluster, name] = [ownName('dev'), 'spot'];
    const arn = await power.nodegroups.create({
      ...{ cluster, name, min: 1, max: 4, desired: 2, capacityType: 'SPOT', instanceTypes: ['t3.large'] },
      tags: { Team: 'web' },
    });
    const { autoScalingGroup } = await power.nodegroups.describe(cluster, name);
    const nodegroup = await aws.eks.nodegroup(cluster, name);
    expect(nodegroup).toMatchObject({
      ...{ cluster, name, arn, status: 'ACTIVE', min: 1, max: 4, desired: 2 },
      ...{ capacityType: 'SPOT', instanceTypes: ['t3.large'], autoScalingGroups: [autoScalingGroup] },
      issues: [],
    });
    expect(nodegroup?.tags.get('Team')).toBe('web');
  });

  test('is undefined when it, or its cluster, is not there', async () => {
    const { aws, power } = open();
    const cluster = ownName('dev');
    await power.nodegroups.create({ cluster, name: 'spot', desired: 1 });
    expect(await aws.eks.nodegroup(cluster, gone())).toBeUndefined();
    expect(await aws.eks.nodegroup(gone(), 'spot')).toBeUndefined();
  });

  test('is one of its cluster, in pages of a hundred', async () => {
    const { aws, power, actions } = open();
    const cluster = ownName('dev');
    const names = Array.from({ length: 101 }, (_, at) => `spot-${at}`);
    await Promise.all(
      names.map((name) =>
        power.nodegroups.create({ cluster, name, desired: 0, min: 0, transitionSeconds: 0 }),
      ),
    );
    expect([...(await aws.eks.nodegroupNames(cluster))].sort()).toEqual(names.sort());
    expect(await actions()).toEqual(['ListNodegroups', 'ListNodegroups']);
    expect(await aws.eks.nodegroupNames(gone())).toEqual([]);
  });

  test('tells what is wrong with it', async () => {
    const { aws, power } = open();
    const cluster = ownName('dev');
    await power.nodegroups.create({ cluster, name: 'spot', desired: 1 });
    const issue = { code: 'AsgInstanceLaunchFailures', message: 'Could not launch Spot Instances.' };
    await power.nodegroups.setHealth(cluster, 'spot', [issue], 'DEGRADED');
    expect(await aws.eks.nodegroup(cluster, 'spot')).toMatchObject({
      status: 'DEGRADED',
      issues: ['AsgInstanceLaunchFailures: Could not launch Spot Instances.'],
    });
  });
});

describe('scale', () => {
  test('sets the least and the wanted number, and the most stays', async () => {
    const { aws, power } = open();
    const cluster = ownName('dev');
    await power.nodegroups.create({
      cluster,
      name: 'spot',
      min: 1,
      max: 4,
      desired: 2,
      transitionSeconds: 0,
    });
    const id = await aws.eks.scale(cluster, 'spot', { min: 0, desired: 0 });
    expect(await aws.eks.update(cluster, 'spot', id)).toEqual({ status: 'Successful', errors: [] });
    expect(await aws.eks.nodegroup(cluster, 'spot')).toMatchObject({ min: 0, max: 4, desired: 0 });
  });

  test('is refused while an update runs', async () => {
    const { aws, power } = open();
    const cluster = ownName('dev');
    await power.nodegroups.create({ cluster, name: 'spot', transitionSeconds: 60 });
    const id = await aws.eks.scale(cluster, 'spot', { min: 0, desired: 0 });
    expect(await aws.eks.update(cluster, 'spot', id)).toMatchObject({ status: 'InProgress' });
    expect(await failureOf(aws.eks.scale(cluster, 'spot', { min: 1, desired: 2 }))).toMatchObject({
      code: 'ResourceInUseException',
      message: expect.stringMatching(`^eks:UpdateNodegroupConfig for ${cluster}/spot failed: `),
    });
  });

  test('can fail after it was accepted', async () => {
    const { aws, power } = open();
    const cluster = ownName('dev');
    await power.nodegroups.create({ cluster, name: 'spot', transitionSeconds: 0 });
    const error = { errorCode: 'PodEvictionFailure', errorMessage: 'Reached max retries' };
    await power.nodegroups.failNextUpdate(cluster, 'spot', [error]);
    const id = await aws.eks.scale(cluster, 'spot', { min: 0, desired: 0 });
    expect(await aws.eks.update(cluster, 'spot', id)).toEqual({
      status: 'Failed',
      errors: ['PodEvictionFailure: Reached max retries'],
    });
  });

  test('of what is not there is told', async () => {
    const error = await failureOf(open().aws.eks.scale(gone(), 'spot', { min: 0, desired: 0 }));
    expect(error).toBeInstanceOf(AwsNotFoundError);
    expect(error).toMatchObject({ code: 'ResourceNotFoundException' });
  });
});

test('a tag is set, replaced and removed, by the ARN', async () => {
  const { aws, power } = open();
  const cluster = ownName('dev');
  const arn = await power.nodegroups.create({ cluster, name: 'spot', desired: 1 });
  const record = async () => (await aws.eks.nodegroup(cluster, 'spot'))?.tags.get('exops:sleep');
  for (const value of ['v=0', 'v=1 min=1 max=4 desired=1 by=kim at=2026-11-20T19:02:11Z']) {
    await aws.eks.setTag(arn, 'exops:sleep', value);
    expect(await record()).toBe(value);
  }
  await aws.eks.removeTag(arn, 'exops:sleep');
  expect(await record()).toBeUndefined();
});
