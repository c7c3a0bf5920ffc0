import { describe, expect, test } from 'vitest';
import type { SleepSelector } from '../../../../src/lib/power/sleep-entry.js';
import { ownName } from '../../aws/opened-aws.js';
import { counted, foundBy, openPorts, until } from './opened-ports.js';

const selector = (cluster: string, name: string): SleepSelector => ({
  kind: 'ecs',
  cluster,
  choice: { by: 'name', name },
});

test('a service goes to 0 with its record, and comes back', async () => {
  const { port, power } = openPorts();
  const [cluster, name] = [ownName('shop'), ownName('api')];
  const arn = await power.ecsServices.create({ cluster, name, desired: 2, transitionSeconds: 0.3 });
  const services = port('ecs');
  const found = await foundBy(services, selector(cluster, name));
  expect(found).toMatchObject({
    id: arn,
    name: `${cluster}/${name}`,
    size: { desired: 2 },
    never: undefined,
  });
  await until(services, found, 'awake');

  const record = 'v=1 desired=2 by=kim at=2026-11-20T19:02:11Z';
  await services.setRecord(found, record);
  await services.sleep(found);
  const asleep = await until(services, found, 'asleep');
  expect(asleep.states).toEqual(['falling asleep', 'asleep']);
  expect(asleep.now).toMatchObject({ record, size: { desired: 0 } });

  await services.wake(found, { desired: 2 });
  const awake = await until(services, found, 'awake');
  expect(awake.states).toEqual(['waking', 'awake']);
  await services.setRecord(found, null);
  expect((await foundBy(services, selector(cluster, name))).record).toBeUndefined();
});

test('the newest event is explained while tasks are missing', async () => {
  const { port, power } = openPorts();
  const [cluster, name] = [ownName('shop'), ownName('api')];
  await power.ecsServices.create({ cluster, name, desired: 1, transitionSeconds: 0.1 });
  const services = port('ecs');
  const found = await foundBy(services, selector(cluster, name));
  await services.sleep(found);
  await until(services, found, 'asleep');
  const words = 'was unable to place a task because no container instance met all of its requirements.';
  await power.ecsServices.failPlacement(cluster, name, words);
  await services.wake(found, { desired: 1 });
  await expect
    .poll(async () => (await services.read([found]))[0]?.trouble, { timeout: 10_000 })
    .toMatch(/met all of its requirements\. The cluster's instances have no room for it/);
  await power.ecsServices.failPlacement(cluster, name, null);
  expect((await until(services, found, 'awake')).now.trouble).toBeUndefined();
});

test('a DAEMON is never put to sleep, and what was deleted is gone', async () => {
  const { port, power } = openPorts();
  const [cluster, name, other] = [ownName('shop'), ownName('agent'), ownName('api')];
  await power.ecsServices.create({ cluster, name, isDaemon: true, launchType: 'EC2' });
  await power.ecsServices.create({ cluster, name: other, transitionSeconds: 0 });
  const services = port('ecs');
  expect((await foundBy(services, selector(cluster, name))).never).toMatch(
    /^it runs on each instance \(DAEMON\)/,
  );
  const found = await foundBy(services, selector(cluster, other));
  await power.ecsServices.delete(cluster, other);
  expect(await services.read([found])).toEqual([]);
  expect(await services.find([selector(cluster, other), selector(ownName('none'), 'x')])).toEqual([[], []]);
});

describe('requests', () => {
  test.each([
    [5, 1],
    [40, 4],
  ])('for %i services are %i, ten at a time', async (count, batches) => {
    const { port, power, actions } = openPorts();
    const cluster = ownName('shop');
    const names = Array.from({ length: count }, () => ownName('api'));
    for (const name of names) await power.ecsServices.create({ cluster, name, transitionSeconds: 0 });
    const find = () => port('ecs').find(names.map((name) => selector(cluster, name)));
    expect(await counted(find, actions)).toEqual({ DescribeServices: batches });
    const tags = { Team: 'web' };
    await power.ecsServices.create({ cluster, name: ownName('tagged'), transitionSeconds: 0, tags });
    const byTags = () => port('ecs').find([{ kind: 'ecs', cluster, choice: { by: 'tags', tags } }]);
    expect((await byTags()).map((ones) => ones.length)).toEqual([1]);
    expect(await counted(byTags, actions)).toEqual({
      ListServices: 1,
      DescribeServices: batches + (count % 10 === 0 ? 1 : 0),
    });
  });
});
