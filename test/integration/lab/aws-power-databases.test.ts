import { RDS } from '@aws-sdk/client-rds';
import { describe, expect, test } from 'vitest';
import { ownName } from '../aws/opened-aws.js';
import { eventually, refusal, sdkLab } from './aws-sdk.js';

const anHour = 3_600;
const aWeekMs = 7 * 24 * 3_600_000;

const open = () => {
  const { settings, ...lab } = sdkLab();
  return { ...lab, rds: new RDS(settings) };
};

async function databaseOf(rds: RDS, name: string) {
  const { DBInstances: [database] = [] } = await rds.describeDBInstances({ DBInstanceIdentifier: name });
  return database;
}

async function clusterOf(rds: RDS, name: string) {
  const { DBClusters: [cluster] = [] } = await rds.describeDBClusters({ DBClusterIdentifier: name });
  return cluster;
}

describe('a DB instance', () => {
  test('is what it was made, and keeps its tags', async () => {
    const { rds, power } = open();
    const name = ownName('db');
    const arn = await power.databases.create({ name, tags: { Team: 'web' } });
    await rds.addTagsToResource({
      ResourceName: arn,
      Tags: [{ Key: 'exops:sleep', Value: 'v=1 state=on by=kim at=2026-11-20T19:02:11Z' }],
    });
    expect(await databaseOf(rds, name)).toMatchObject({
      DBInstanceArn: arn,
      DBInstanceStatus: 'available',
      Engine: 'mysql',
      DBInstanceClass: 'db.t3.medium',
      AllocatedStorage: 20,
      StorageType: 'gp3',
      MultiAZ: false,
    });
    expect((await databaseOf(rds, name))?.TagList).toEqual(
      expect.arrayContaining([
        { Key: 'Team', Value: 'web' },
        { Key: 'exops:sleep', Value: 'v=1 state=on by=kim at=2026-11-20T19:02:11Z' },
      ]),
    );
    await rds.removeTagsFromResource({ ResourceName: arn, TagKeys: ['exops:sleep'] });
    expect((await databaseOf(rds, name))?.TagList).toEqual([{ Key: 'Team', Value: 'web' }]);
  });

  test('takes no tag that RDS would not take', async () => {
    const { rds, power } = open();
    const arn = await power.databases.create({ name: ownName('db') });
    const Tags = [{ Key: 'exops:sleep', Value: '{"desired":2}' }];
    expect(await refusal(rds.addTagsToResource({ ResourceName: arn, Tags }))).toEqual([
      'InvalidParameterValue',
      'The tag value {"desired":2} is not valid.',
    ]);
    const absent = arn.replace(/[^:]+$/, 'absent');
    expect((await refusal(rds.addTagsToResource({ ResourceName: absent, Tags: [] })))[0]).toBe(
      'DBInstanceNotFoundFault',
    );
  });

  test('is stopping and starting for as long as it was told, and refuses the other meanwhile', async () => {
    const { rds, power } = open();
    const name = ownName('db');
    await power.databases.create({ name, transitionSeconds: anHour });
    const status = async () => (await databaseOf(rds, name))?.DBInstanceStatus;
    expect((await rds.stopDBInstance({ DBInstanceIdentifier: name })).DBInstance?.DBInstanceStatus).toBe(
      'stopping',
    );
    expect(await status()).toBe('stopping');
    expect(await refusal(rds.stopDBInstance({ DBInstanceIdentifier: name }))).toEqual([
      'InvalidDBInstanceStateFault',
      `Instance ${name} is not in available state.`,
    ]);
    expect((await refusal(rds.startDBInstance({ DBInstanceIdentifier: name })))[0]).toBe(
      'InvalidDBInstanceStateFault',
    );
    await power.databases.setStatus(name, 'stopped');
    expect(await status()).toBe('stopped');
    await rds.startDBInstance({ DBInstanceIdentifier: name });
    expect(await status()).toBe('starting');
  });

  test('gets there by itself', async () => {
    const { rds, power } = open();
    const name = ownName('db');
    await power.databases.create({ name, transitionSeconds: 0.3 });
    const seen: string[] = [];
    const until = (wanted: string) =>
      eventually(async () => {
        const status = (await databaseOf(rds, name))?.DBInstanceStatus ?? '';
        if (seen.at(-1) !== status) seen.push(status);
        return status === wanted ? status : undefined;
      });
    await rds.stopDBInstance({ DBInstanceIdentifier: name });
    await until('stopped');
    await rds.startDBInstance({ DBInstanceIdentifier: name });
    await until('available');
    expect(seen).toEqual(['stopping', 'stopped', 'starting', 'available']);
  });

  test('says when AWS starts it, and is started then', async () => {
    const { rds, power } = open();
    const name = ownName('db');
    await power.databases.create({ name, transitionSeconds: 0 });
    expect((await databaseOf(rds, name))?.AutomaticRestartTime).toBeUndefined();
    const before = Date.now();
    await rds.stopDBInstance({ DBInstanceIdentifier: name });
    const at = (await databaseOf(rds, name))?.AutomaticRestartTime?.getTime() ?? 0;
    // AWS tells it in whole milliseconds.
    expect(at).toBeGreaterThanOrEqual(before + aWeekMs - 1);
    expect((await power.databases.describe(name)).automaticRestartTime).toBeCloseTo(at, -1);

    const soon = Date.now() + 3_600_000;
    await power.databases.setRestartTime(name, soon);
    expect((await databaseOf(rds, name))?.AutomaticRestartTime).toEqual(new Date(soon));

    await power.databases.setRestartTime(name, Date.now() - 1);
    expect(await databaseOf(rds, name)).toMatchObject({ DBInstanceStatus: 'available' });
    expect((await databaseOf(rds, name))?.AutomaticRestartTime).toBeUndefined();
  });

  test('starts by itself when a test says so, or ends elsewhere', async () => {
    const { rds, power } = open();
    const name = ownName('db');
    await power.databases.create({ name, transitionSeconds: 0 });
    await rds.stopDBInstance({ DBInstanceIdentifier: name });
    await power.databases.restartItself(name);
    expect((await power.databases.describe(name)).status).toBe('available');
    await rds.stopDBInstance({ DBInstanceIdentifier: name });
    await power.databases.failNextStart(name, 'incompatible-network');
    await rds.startDBInstance({ DBInstanceIdentifier: name });
    expect((await databaseOf(rds, name))?.DBInstanceStatus).toBe('incompatible-network');
  });

  test('that replicates or is replicated never stops', async () => {
    const { rds, power } = open();
    const [name, replica] = [ownName('db'), ownName('db')];
    await power.databases.create({ name });
    await power.databases.create({ name: replica, replicaOf: name, tags: { own: 'yes' } });
    expect(await databaseOf(rds, name)).toMatchObject({ ReadReplicaDBInstanceIdentifiers: [replica] });
    expect(await databaseOf(rds, replica)).toMatchObject({ ReadReplicaSourceDBInstanceIdentifier: name });
    expect((await power.databases.describe(replica)).tags).toEqual({ own: 'yes' });
    for (const one of [name, replica]) {
      expect((await refusal(rds.stopDBInstance({ DBInstanceIdentifier: one })))[0]).toBe(
        'InvalidParameterCombination',
      );
    }
    await power.databases.setStatus(replica, 'stopped');
    expect((await databaseOf(rds, name))?.DBInstanceStatus).toBe('available');
  });

  test('of SQL Server in two zones never stops, and one that is gone is not found', async () => {
    const { rds, power } = open();
    const name = ownName('db');
    await power.databases.create({ name, engine: 'sqlserver-se', isMultiAz: true });
    expect((await databaseOf(rds, name))?.MultiAZ).toBe(true);
    expect((await refusal(rds.stopDBInstance({ DBInstanceIdentifier: name })))[0]).toBe(
      'InvalidParameterCombination',
    );
    await power.databases.delete(name);
    expect(await refusal(rds.stopDBInstance({ DBInstanceIdentifier: name }))).toEqual([
      'DBInstanceNotFoundFault',
      `DBInstance ${name} not found.`,
    ]);
  });

  test('comes with others in pages and by names', async () => {
    const { rds, power } = open();
    const names = Array.from({ length: 25 }, () => ownName('page'));
    await Promise.all(names.map((name) => power.databases.create({ name })));
    const Filters = [{ Name: 'db-instance-id', Values: [...names, 'absent'] }];
    const first = await rds.describeDBInstances({ Filters, MaxRecords: 20 });
    const second = await rds.describeDBInstances({ Filters, MaxRecords: 20, Marker: first.Marker });
    const found = [first, second].map(({ DBInstances = [] }) => DBInstances);
    expect(found.map(({ length }) => length)).toEqual([20, 5]);
    expect(second.Marker).toBeUndefined();
    expect(new Set(found.flat().map((one) => one.DBInstanceIdentifier))).toEqual(new Set(names));
  });
});

describe('a cluster', () => {
  test('takes its instances along, which nobody stops alone', async () => {
    const { rds, power } = open();
    const name = ownName('aurora');
    await power.clusters.create({ name, transitionSeconds: anHour });
    await power.databases.create({ name: `${name}-1`, engine: 'aurora-mysql', cluster: name });
    expect(await clusterOf(rds, name)).toMatchObject({
      Status: 'available',
      EngineMode: 'provisioned',
      DBClusterMembers: [{ DBInstanceIdentifier: `${name}-1` }],
    });
    expect(await refusal(rds.stopDBInstance({ DBInstanceIdentifier: `${name}-1` }))).toEqual([
      'InvalidParameterCombination',
      'aurora-mysql DB instances are not eligible for stopping and starting.',
    ]);
    await rds.stopDBCluster({ DBClusterIdentifier: name });
    expect((await clusterOf(rds, name))?.Status).toBe('stopping');
    expect((await databaseOf(rds, `${name}-1`))?.DBInstanceStatus).toBe('stopping');
    expect(await refusal(rds.startDBCluster({ DBClusterIdentifier: name }))).toEqual([
      'InvalidDBClusterStateFault',
      `DbCluster ${name} is in stopping state but expected it to be one of ` +
        'stopped,inaccessible-encryption-credentials-recoverable.',
    ]);
    await power.clusters.setStatus(name, 'stopped');
    expect((await clusterOf(rds, name))?.AutomaticRestartTime).toBeInstanceOf(Date);
    await rds.startDBCluster({ DBClusterIdentifier: name });
    expect((await clusterOf(rds, name))?.Status).toBe('starting');
  });

  test('of a kind that never stops refuses it', async () => {
    const { rds, power } = open();
    const [source, replica, serverless, global] = ['a', 'b', 'c', 'd'].map((base) => ownName(base));
    await power.clusters.create({ name: `${source}` });
    await power.clusters.create({ name: `${replica}`, replicaOf: `${source}` });
    await power.clusters.create({ name: `${serverless}`, engineMode: 'serverless' });
    await power.clusters.create({ name: `${global}`, globalCluster: ownName('world') });
    for (const name of [source, replica, serverless, global]) {
      expect((await refusal(rds.stopDBCluster({ DBClusterIdentifier: name })))[0]).toBe(
        'InvalidDBClusterStateFault',
      );
    }
    expect((await refusal(rds.stopDBCluster({ DBClusterIdentifier: ownName('absent') })))[0]).toBe(
      'DBClusterNotFoundFault',
    );
  });
});
