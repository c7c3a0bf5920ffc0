import { expect, test } from 'vitest';
import { until } from './night.js';
import { scheduleEnvironment } from './schedule-environment.js';

test('what the schedule put to sleep is known for that, and wakes to what it was scheduled with', async () => {
  const own = await scheduleEnvironment();
  const { power, cluster, nodegroup, database, kafka, lab } = own;
  const sizes = async () => {
    const { min, desired, max } = await power.nodegroups.describe(cluster, nodegroup);
    return { min, desired, max };
  };
  const before = await sizes();
  expect((await own.set('--yes')).code).toBe(0);
  await own.fire('sleep');
  await until(async () => (await lab.describeInstance(kafka)).state === 'stopped');
  await until(async () => (await power.databases.describe(database)).status === 'stopped');
  await until(async () => (await power.nodegroups.describe(cluster, nodegroup)).instances.length === 0);

  const asleep = await own.exops('dev sleep --no-kafka --check');
  expect([asleep.code, asleep.stdout.replaceAll(/ \(kafka-\w+\)/g, '')]).toEqual([
    0,
    `    asleep by the schedule: nodegroup ${nodegroup}, rds ${database}, ec2 ${kafka}\nNothing to do: 3 resources asleep.\n`,
  ]);
  const woken = await own.exops('dev wake --no-kafka --yes');
  expect(woken.code, woken.stderr).toBe(0);
  expect(await sizes()).toEqual(before);
  expect((await lab.describeInstance(kafka)).state).toBe('running');
  expect((await power.databases.describe(database)).status).toBe('available');
});
