import { describe, expect, test } from 'vitest';
import { mapAtMost, usuallyAtOnce } from '../../../../src/lib/map-at-most.js';
import type { SleepSelector } from '../../../../src/lib/power/sleep-entry.js';
import { failureOf, ownName } from '../../aws/opened-aws.js';
import { counted, foundBy, openPorts, until } from './opened-ports.js';

const byName = (kind: 'rds' | 'rds-cluster', name: string): SleepSelector => ({
  kind,
  choice: { by: 'name', name },
});
const day = 86_400_000;
const restart = Math.floor(Date.now() / 1_000) * 1_000 + 3 * day;

test('a database is stopped with its record, says when AWS starts it, and is started', async () => {
  const { port, power } = openPorts();
  const name = ownName('mysql');
  const arn = await power.databases.create({ name, transitionSeconds: 0.3, storageGib: 40 });
  const rds = port('rds');
  const found = await foundBy(rds, byName('rds', name));
  expect(found).toMatchObject({
    ...{ id: arn, name, state: 'awake', never: undefined, trouble: undefined },
    storage: { gib: 40, type: 'gp3' },
    machines: [{ service: 'rds', type: 'db.t3.medium', engine: 'mysql', isMultiAz: false }],
  });
  const record = 'v=1 state=on by=kim at=2026-11-20T19:02:11Z';
  await rds.setRecord(found, record);
  await rds.sleep(found);
  const asleep = await until(rds, found, 'asleep');
  expect(asleep.states).toEqual(['falling asleep', 'asleep']);
  expect(asleep.now).toMatchObject({ record, losses: [] });
  expect(asleep.now.startsItselfAt).toBeGreaterThan(Date.now() + 7 * day - 60_000);
  await power.databases.setRestartTime(name, restart);
  expect((await rds.read([found]))[0]).toMatchObject({ startsItselfAt: restart, since: restart - 7 * day });
  await rds.wake(found, undefined);
  const awake = await until(rds, found, 'awake');
  expect(awake.states).toEqual(['waking', 'awake']);
  await rds.setRecord(found, null);
  expect((await foundBy(rds, byName('rds', name))).record).toBeUndefined();
});

test('a start that ends in a state of no use is explained', async () => {
  const { port, power } = openPorts();
  const name = ownName('mysql');
  await power.databases.create({ name, transitionSeconds: 0.1 });
  const rds = port('rds');
  const found = await foundBy(rds, byName('rds', name));
  await rds.sleep(found);
  await until(rds, found, 'asleep');
  await power.databases.failNextStart(name, 'inaccessible-encryption-credentials-recoverable');
  await rds.wake(found, undefined);
  const { now } = await until(rds, found, 'unusable');
  expect(now.trouble).toMatch(
    /^inaccessible-encryption-credentials-recoverable\. RDS may not use its KMS key/,
  );
});

test('a database that is at something else refuses, and says so', async () => {
  const { port, power } = openPorts();
  const name = ownName('mysql');
  await power.databases.create({ name });
  const rds = port('rds');
  const found = await foundBy(rds, byName('rds', name));
  await power.databases.setStatus(name, 'backing-up');
  expect((await rds.read([found]))[0]).toMatchObject({ state: 'busy', status: 'backing-up' });
  const error = await failureOf(rds.sleep(found));
  expect(error).toMatchObject({ hint: expect.stringMatching(/^RDS is at something else with it/) });
});

test('replicas, their sources and members of clusters are never stopped', async () => {
  const { port, power } = openPorts();
  const [source, replica, cluster, member] = ['source', 'replica', 'aurora', 'member'].map(ownName);
  if (!source || !replica || !cluster || !member) throw new Error('There are no names.');
  await power.databases.create({ name: source });
  await power.databases.create({ name: replica, replicaOf: source });
  await power.clusters.create({ name: cluster });
  await power.databases.create({ name: member, cluster, engine: 'aurora-mysql' });
  const found = await port('rds').find([source, replica, member].map((name) => byName('rds', name)));
  expect(found.flat().map(({ never }) => never)).toEqual([
    `it has read replicas (${replica}), and RDS stops no database that has`,
    `it is a read replica (of ${source}), and RDS stops none`,
    `it is a member of the cluster ${cluster}: list that instead, as rdsCluster`,
  ]);
});

test('a cluster is stopped and started whole', async () => {
  const { port, power } = openPorts();
  const [name, member] = ['aurora', 'member'].map(ownName);
  if (!name || !member) throw new Error('There are no names.');
  const arn = await power.clusters.create({ name, transitionSeconds: 0.3 });
  await power.databases.create({ name: member, cluster: name, engine: 'aurora-mysql' });
  const clusters = port('rds-cluster');
  const found = await foundBy(clusters, byName('rds-cluster', name));
  expect(found).toMatchObject({ id: arn, state: 'awake', never: undefined });
  expect(found.machines).toMatchObject([{ service: 'rds', type: 'db.t3.medium' }]);
  await clusters.setRecord(found, 'v=1 state=on by=kim at=2026-11-20T19:02:11Z');
  await clusters.sleep(found);
  const asleep = await until(clusters, found, 'asleep');
  expect(asleep.states).toEqual(['falling asleep', 'asleep']);
  expect(asleep.now.record).toBe('v=1 state=on by=kim at=2026-11-20T19:02:11Z');
  expect(asleep.now.startsItselfAt).toBeGreaterThan(Date.now() + 6 * day);
  await clusters.wake(found, undefined);
  expect((await until(clusters, found, 'awake')).states).toEqual(['waking', 'awake']);
  await clusters.setRecord(found, null);
  expect((await foundBy(clusters, byName('rds-cluster', name))).record).toBeUndefined();
});

describe('requests', () => {
  test.each([
    [5, 1],
    [200, 2],
  ])('for %i databases are %i, by the page', async (count, pages) => {
    const { port, power, actions } = openPorts();
    const names = Array.from({ length: count }, () => ownName('db'));
    await mapAtMost(usuallyAtOnce, names, undefined, (name) => power.databases.create({ name }));
    const rds = port('rds');
    const find = () => rds.find(names.map((name) => byName('rds', name)));
    expect(await counted(find, actions)).toEqual({ DescribeDBInstances: pages });
    const all = (await find()).flat();
    expect(all).toHaveLength(count);
    expect(await counted(() => rds.read(all), actions)).toEqual({ DescribeDBInstances: pages });
  });
});
