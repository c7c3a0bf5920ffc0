import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { powerLab } from '../../lab/aws/power-lab.js';
import { failureOf, openLab, ownName } from './opened-aws.js';

function open() {
  const opened = openLab();
  return { ...opened, power: powerLab(opened.lab) };
}

describe('services', () => {
  test('are told with their size, in the order they were asked for', async () => {
    const { aws, power } = open();
    const cluster = ownName('shop');
    const arn = await power.ecsServices.create({
      ...{ cluster, name: 'api', desired: 2, launchType: 'FARGATE', transitionSeconds: 0 },
      tags: { Team: 'web' },
    });
    await power.ecsServices.create({ cluster, name: 'agent', isDaemon: true });
    const services = await aws.ecs.services(cluster, ['api', 'agent', 'gone']);
    const byName = new Map(services.map((one) => [one.name, one]));
    expect([...byName.keys()].sort()).toEqual(['agent', 'api']);
    expect(byName.get('api')).toMatchObject({
      ...{ cluster, name: 'api', arn, status: 'ACTIVE', isDaemon: false },
      ...{ desired: 2, running: 2, pending: 0, launchType: 'FARGATE' },
    });
    expect(byName.get('api')?.tags.get('Team')).toBe('web');
    expect(byName.get('agent')).toMatchObject({ isDaemon: true });
  });

  test('are asked for by 10; none are in a cluster that is not there', async () => {
    const { aws, power, actions } = open();
    const cluster = ownName('shop');
    await power.ecsServices.create({ cluster, name: 'api' });
    const names = ['api', ...Array.from({ length: 14 }, (_, at) => `gone-${at}`)];
    expect(await aws.ecs.services(cluster, names)).toMatchObject([{ name: 'api' }]);
    expect(await actions()).toEqual(['DescribeServices', 'DescribeServices']);
    expect(await aws.ecs.services(ownName('gone'), ['api'])).toEqual([]);
  });

  test('are listed by cluster; none in one that is not there', async () => {
    const { aws, power } = open();
    const cluster = ownName('shop');
    await power.ecsServices.create({ cluster, name: 'api' });
    await power.ecsServices.create({ cluster, name: 'agent', isDaemon: true });
    expect([...(await aws.ecs.serviceNames(cluster))].sort()).toEqual(['agent', 'api']);
    expect(await aws.ecs.serviceNames(ownName('gone'))).toEqual([]);
  });

  test('tell the newest of what happens to them', async () => {
    const { aws, power } = open();
    const cluster = ownName('shop');
    await power.ecsServices.create({ cluster, name: 'api', desired: 1, transitionSeconds: 0 });
    const [steady] = await aws.ecs.services(cluster, ['api']);
    expect(steady?.newestEvent).toBe('(service api) has reached a steady state.');
    const message = 'was unable to place a task because of memory.';
    await power.ecsServices.failPlacement(cluster, 'api', message);
    await aws.ecs.setDesired(cluster, 'api', 2);
    const [service] = await aws.ecs.services(cluster, ['api']);
    expect(service?.newestEvent).toBe(`(service api) ${message}`);
  });
});

test('setDesired sets the wanted number', async () => {
  const { aws, power } = open();
  const cluster = ownName('shop');
  await power.ecsServices.create({ cluster, name: 'api', desired: 2, transitionSeconds: 0 });
  await aws.ecs.setDesired(cluster, 'api', 0);
  expect(await aws.ecs.services(cluster, ['api'])).toMatchObject([{ desired: 0, running: 0 }]);
});

test('a service that is not there is told', async () => {
  const { aws, power } = open();
  const cluster = ownName('shop');
  await power.ecsServices.create({ cluster, name: 'api' });
  for (const [where, name] of [
    [cluster, 'gone'],
    [ownName('gone'), 'api'],
  ] as const)
    expect(await failureOf(aws.ecs.setDesired(where, name, 0))).toBeInstanceOf(AwsNotFoundError);
});

test('a tag is set, replaced and removed, by the ARN', async () => {
  const { aws, power } = open();
  const cluster = ownName('shop');
  const arn = await power.ecsServices.create({ cluster, name: 'api' });
  const record = async () => (await aws.ecs.services(cluster, ['api']))[0]?.tags.get('exops:sleep');
  for (const value of ['v=0', 'v=1 desired=2 by=kim at=2026-11-20T19:02:11Z']) {
    await aws.ecs.setTag(arn, 'exops:sleep', value);
    expect(await record()).toBe(value);
  }
  await aws.ecs.removeTag(arn, 'exops:sleep');
  expect(await record()).toBeUndefined();
});
