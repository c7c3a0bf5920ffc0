import { expect, test } from 'vitest';
import { clusterOf, databaseOf } from '../../../src/lib/aws/rds-answers.js';

const database = {
  DBInstanceIdentifier: 'exchange-dev-mysql',
  DBInstanceArn: 'arn:aws:rds:ap-northeast-2:123456789012:db:exchange-dev-mysql',
  DBInstanceStatus: 'stopped',
  Engine: 'mysql',
  DBInstanceClass: 'db.t3.medium',
  AllocatedStorage: 100,
  StorageType: 'gp3',
  MultiAZ: true,
};
const cluster = {
  DBClusterIdentifier: 'exchange-dev-aurora',
  DBClusterArn: 'arn:aws:rds:ap-northeast-2:123456789012:cluster:exchange-dev-aurora',
  Status: 'available',
  Engine: 'aurora-mysql',
};

test('a database is what RDS says about it', () => {
  const answered = {
    ...database,
    ReadReplicaSourceDBInstanceIdentifier: 'source',
    ReadReplicaDBInstanceIdentifiers: ['replica-1'],
    ReadReplicaDBClusterIdentifiers: ['replica-2'],
    AutomaticRestartTime: new Date('2026-11-27T19:02:11Z'),
    TagList: [{ Key: 'Team', Value: 'web' }, { Key: 'empty' }],
  };
  expect(databaseOf(answered)).toEqual({
    name: 'exchange-dev-mysql',
    arn: 'arn:aws:rds:ap-northeast-2:123456789012:db:exchange-dev-mysql',
    engine: 'mysql',
    status: 'stopped',
    instanceClass: 'db.t3.medium',
    storageGib: 100,
    storageType: 'gp3',
    isMultiAz: true,
    cluster: undefined,
    replicaOf: 'source',
    replicas: ['replica-1', 'replica-2'],
    automaticRestartAt: Date.UTC(2026, 10, 27, 19, 2, 11),
    tags: new Map([
      ['Team', 'web'],
      ['empty', ''],
    ]),
  });
});

test("a member's storage is its cluster's", () => {
  const member = { ...database, DBClusterIdentifier: 'aurora', StorageType: 'aurora-iopt1' };
  expect(databaseOf(member)).toMatchObject({ cluster: 'aurora', storageType: undefined });
});

test('a replica may have a cluster for its source', () => {
  const replica = { ...database, ReadReplicaSourceDBClusterIdentifier: 'aurora' };
  expect(databaseOf(replica)).toMatchObject({ replicaOf: 'aurora', replicas: [] });
});

test('a cluster is what RDS says about it', () => {
  const answered = {
    ...cluster,
    EngineMode: 'provisioned',
    DBClusterMembers: [{ DBInstanceIdentifier: 'aurora-1', IsClusterWriter: true }, {}],
    ReplicationSourceIdentifier: 'arn:aws:rds:us-east-1:123456789012:cluster:source',
    ReadReplicaIdentifiers: ['arn:aws:rds:us-east-1:123456789012:cluster:replica'],
    AutomaticRestartTime: new Date('2026-11-27T19:02:11Z'),
    TagList: [{ Key: 'Team', Value: 'web' }],
  };
  expect(clusterOf(answered)).toEqual({
    name: 'exchange-dev-aurora',
    arn: 'arn:aws:rds:ap-northeast-2:123456789012:cluster:exchange-dev-aurora',
    engine: 'aurora-mysql',
    status: 'available',
    engineMode: 'provisioned',
    members: ['aurora-1'],
    replicaOf: 'arn:aws:rds:us-east-1:123456789012:cluster:source',
    replicas: ['arn:aws:rds:us-east-1:123456789012:cluster:replica'],
    isGlobal: false,
    automaticRestartAt: Date.UTC(2026, 10, 27, 19, 2, 11),
    tags: new Map([['Team', 'web']]),
  });
});

test.each([{ GlobalClusterIdentifier: 'worldwide' }, { EngineMode: 'global' }])(
  'a cluster of a global database is told: %o',
  (sign) => {
    expect(clusterOf({ ...cluster, ...sign })?.isGlobal).toBe(true);
  },
);

test('what has no name, ARN or status is none', () => {
  expect(databaseOf({ ...database, DBInstanceIdentifier: '' })).toBeUndefined();
  expect(databaseOf({ ...database, DBInstanceArn: undefined })).toBeUndefined();
  expect(databaseOf({ ...database, DBInstanceStatus: undefined })).toBeUndefined();
  expect(clusterOf({ ...cluster, Status: undefined })).toBeUndefined();
});
