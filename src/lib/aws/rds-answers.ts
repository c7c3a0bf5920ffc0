import type { DBCluster, DBInstance } from '@aws-sdk/client-rds';
import type { Database, DatabaseCluster } from './contract/rds.js';
import { tagsOf } from './tags-of.js';

/** A DB instance as RDS answers it; undefined when that isn't one. */
export function databaseOf(answered: DBInstance): Database | undefined {
  const { DBInstanceIdentifier: name, DBInstanceArn: arn, DBInstanceStatus: status } = answered;
  if (!name || !arn || !status) return undefined;
  return {
    ...{ name, arn, status },
    engine: answered.Engine ?? '',
    instanceClass: answered.DBInstanceClass ?? '',
    storageGib: answered.AllocatedStorage ?? 0,
    storageType: storageTypeOf(answered.StorageType),
    isMultiAz: answered.MultiAZ ?? false,
    cluster: answered.DBClusterIdentifier || undefined,
    replicaOf:
      answered.ReadReplicaSourceDBInstanceIdentifier ||
      answered.ReadReplicaSourceDBClusterIdentifier ||
      undefined,
    replicas: [
      ...(answered.ReadReplicaDBInstanceIdentifiers ?? []),
      ...(answered.ReadReplicaDBClusterIdentifiers ?? []),
    ],
    automaticRestartAt: answered.AutomaticRestartTime?.getTime(),
    tags: tagsOf(answered.TagList),
  };
}

/** A cluster as RDS answers it; undefined when that isn't one. */
export function clusterOf(answered: DBCluster): DatabaseCluster | undefined {
  const { DBClusterIdentifier: name, DBClusterArn: arn, Status: status } = answered;
  if (!name || !arn || !status) return undefined;
  const { DBClusterMembers = [], EngineMode: engineMode } = answered;
  return {
    ...{ name, arn, status },
    engine: answered.Engine ?? '',
    engineMode: engineMode || undefined,
    members: DBClusterMembers.flatMap(({ DBInstanceIdentifier }) => DBInstanceIdentifier ?? []),
    replicaOf: answered.ReplicationSourceIdentifier || undefined,
    replicas: answered.ReadReplicaIdentifiers ?? [],
    // The mode is how it was told before there was a field for it.
    isGlobal: Boolean(answered.GlobalClusterIdentifier) || engineMode === 'global',
    automaticRestartAt: answered.AutomaticRestartTime?.getTime(),
    tags: tagsOf(answered.TagList),
  };
}

/** Aurora's (`aurora`, `aurora-iopt1`) is the cluster's, and no disk of the instance. */
function storageTypeOf(type: string | undefined): string | undefined {
  return type === undefined || type === '' || type.startsWith('aurora') ? undefined : type;
}
