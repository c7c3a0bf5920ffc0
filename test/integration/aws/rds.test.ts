import { describe, expect, test } from 'vitest';
import { AwsError, AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { powerLab } from '../../lab/aws/power-lab.js';
import { failureOf, openLab, ownName } from './opened-aws.js';

function open() {
  const opened = openLab();
  return { ...opened, power: powerLab(opened.lab) };
}

describe('databases', () => {
  test('are told with what sleep has to know', async () => {
    const { aws, power } = open();
    const name = ownName('mysql');
    const arn = await power.databases.create({
      ...{ name, instanceClass: 'db.m5.large', storageGib: 50, storageType: 'gp3', isMultiAz: true },
      tags: { Team: 'web' },
    });
    const [database, ...others] = await aws.rds.databases([name, ownName('gone')]);
    expect(others).toEqual([]);
    expect(database).toMatchObject({
      ...{ name, arn, engine: 'mysql', status: 'available', instanceClass: 'db.m5.large' },
      ...{ storageGib: 50, storageType: 'gp3', isMultiAz: true, cluster: undefined },
      ...{ replicaOf: undefined, replicas: [], automaticRestartAt: undefined },
    });
    expect(database?.tags.get('Team')).toBe('web');
  });

  test('are told of their replicas, and these of their source', async () => {
    const { aws, power } = open();
    const [source, replica] = [ownName('source'), ownName('replica')];
    await power.databases.create({ name: source });
    await power.databases.create({ name: replica, replicaOf: source });
    const found = await aws.rds.databases([source, replica]);
    const byName = new Map(found.map((one) => [one.name, one]));
    expect(byName.get(source)).toMatchObject({ replicaOf: undefined, replicas: [replica] });
    expect(byName.get(replica)).toMatchObject({ replicaOf: source, replicas: [] });
  });

  test('are asked for page by page, and all of them in pages only', async () => {
    const { aws, power, actions } = open();
    const names = Array.from({ length: 3 }, () => ownName('many'));
    await Promise.all(names.map((name) => power.databases.create({ name })));
    const unknown = Array.from({ length: 150 }, () => ownName('gone'));
    const found = await aws.rds.databases([...names, ...unknown]);
    expect(found.map(({ name }) => name).sort()).toEqual([...names].sort());
    expect(await actions()).toEqual(['DescribeDBInstances', 'DescribeDBInstances']);
    expect((await aws.rds.databases('all')).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  test('stop, say when AWS starts them, and start', async () => {
    const { aws, power } = open();
    const name = ownName('mysql');
    await power.databases.create({ name, transitionSeconds: 0 });
    await aws.rds.stopDatabase(name);
    const at = Date.UTC(2026, 10, 27, 19, 2, 11);
    await power.databases.setRestartTime(name, at);
    expect(await aws.rds.databases([name])).toMatchObject([{ status: 'stopped', automaticRestartAt: at }]);
    await aws.rds.startDatabase(name);
    expect(await aws.rds.databases([name])).toMatchObject([
      { status: 'available', automaticRestartAt: undefined },
    ]);
  });

  test('refuse in the codes of the API', async () => {
    const { aws, power } = open();
    const name = ownName('mysql');
    await power.databases.create({ name });
    await power.databases.setStatus(name, 'backing-up');
    for (const act of [aws.rds.stopDatabase, aws.rds.startDatabase]) {
      const error = await failureOf(act(name));
      expect(error).toBeInstanceOf(AwsError);
      expect(error).toMatchObject({ code: 'InvalidDBInstanceState' });
    }
    const gone = ownName('gone');
    const notFound = await failureOf(aws.rds.startDatabase(gone));
    expect(notFound).toBeInstanceOf(AwsNotFoundError);
    expect(notFound).toMatchObject({
      code: 'DBInstanceNotFound',
      message: expect.stringMatching(`^rds:StartDBInstance for ${gone} failed: `),
    });
  });
});

describe('clusters', () => {
  test('are told with their members', async () => {
    const { aws, power } = open();
    const [name, member] = [ownName('aurora'), ownName('aurora-1')];
    const arn = await power.clusters.create({ name, tags: { Team: 'web' } });
    await power.databases.create({ name: member, cluster: name, engine: 'aurora-mysql' });
    const [cluster, ...others] = await aws.rds.clusters([name, ownName('gone')]);
    expect(others).toEqual([]);
    expect(cluster).toMatchObject({
      ...{ name, arn, engine: 'aurora-mysql', status: 'available', engineMode: 'provisioned' },
      ...{ members: [member], replicaOf: undefined, replicas: [], isGlobal: false },
    });
    expect(cluster?.tags.get('Team')).toBe('web');
    expect(await aws.rds.databases([member])).toMatchObject([{ cluster: name }]);
    expect((await aws.rds.clusters('all')).map((one) => one.name)).toContain(name);
  });

  test('of a global database are told as such', async () => {
    const { aws, power } = open();
    const name = ownName('aurora');
    await power.clusters.create({ name, globalCluster: ownName('worldwide') });
    expect(await aws.rds.clusters([name])).toMatchObject([{ isGlobal: true }]);
  });

  test('stop and start', async () => {
    const { aws, power } = open();
    const name = ownName('aurora');
    await power.clusters.create({ name, transitionSeconds: 0 });
    await aws.rds.stopCluster(name);
    expect(await aws.rds.clusters([name])).toMatchObject([{ status: 'stopped' }]);
    await aws.rds.startCluster(name);
    expect(await aws.rds.clusters([name])).toMatchObject([{ status: 'available' }]);
    await power.clusters.setStatus(name, 'backing-up');
    for (const act of [aws.rds.stopCluster, aws.rds.startCluster])
      expect(await failureOf(act(name))).toMatchObject({ code: 'InvalidDBClusterStateFault' });
  });
});

describe.each([
  ['database', 'databases', 'StopDBInstance', 'StartDBInstance', 'stopDatabase', 'startDatabase'],
  ['cluster', 'clusters', 'StopDBCluster', 'StartDBCluster', 'stopCluster', 'startCluster'],
] as const)('a %s', (_, kind, Stop, Start, stop, start) => {
  test.each([0, 60])(
    'is stopped, and started, however often that is asked (%i s)',
    async (transitionSeconds) => {
      const { aws, power } = open();
      const name = ownName('twice');
      await power[kind].create({ name, transitionSeconds });
      await aws.rds[stop](name);
      await aws.rds[stop](name);
      const status = transitionSeconds === 0 ? 'stopped' : 'stopping';
      expect(await aws.rds[kind]([name])).toMatchObject([{ status }]);
      await power[kind].setStatus(name, 'stopped');
      await aws.rds[start](name);
      await aws.rds[start](name);
      const afterwards = transitionSeconds === 0 ? 'available' : 'starting';
      expect(await aws.rds[kind]([name])).toMatchObject([{ status: afterwards }]);
    },
  );

  test('whose answer was lost is not told as refused', async () => {
    const { aws, lab, power, actions } = open();
    const name = ownName('lost');
    await power[kind].create({ name, transitionSeconds: 60 });
    const lost = { service: 'rds', match: name, carriedOut: true, drop: true, times: 1 };
    await lab.fault({ ...lost, action: Stop });
    await aws.rds[stop](name);
    await power[kind].setStatus(name, 'stopped');
    await lab.fault({ ...lost, action: Start });
    await aws.rds[start](name);
    expect((await actions()).filter((action) => !action.startsWith('Describe'))).toEqual([
      ...[Stop, Stop],
      ...[Start, Start],
    ]);
  });
});

test('a tag is set, replaced and removed, of either by its ARN', async () => {
  const { aws, power } = open();
  const [database, cluster] = [ownName('mysql'), ownName('aurora')];
  const record = 'v=1 state=on by=kim@exchange.example at=2026-11-20T19:02:11Z';
  for (const [kind, name] of [
    [power.databases, database],
    [power.clusters, cluster],
  ] as const) {
    const arn = await kind.create({ name });
    for (const value of ['v=0', record]) {
      await aws.rds.setTag(arn, 'exops:sleep', value);
      expect((await kind.describe(name)).tags['exops:sleep']).toBe(value);
    }
    await aws.rds.removeTag(arn, 'exops:sleep');
    await aws.rds.removeTag(arn, 'exops:sleep');
    expect((await kind.describe(name)).tags).not.toHaveProperty('exops:sleep');
  }
});
