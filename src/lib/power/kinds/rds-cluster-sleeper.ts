import type { Database, DatabaseCluster } from '../../aws/contract/rds.js';
import { protectedBy } from '../../aws/protected.js';
import { printable } from '../../terminal/printable.js';
import type { Sleeper } from '../model.js';
import { recordTag } from '../record.js';
import { bareSleeper } from './bare-sleeper.js';
import { databaseState, startsItself, stoppedTimes } from './database-state.js';
import { databaseTrouble } from './explain-database.js';
import { databaseMachine } from './rds-sleeper.js';

/** @param members as far as they are there: they stop with it */
export function rdsClusterSleeper(cluster: DatabaseCluster, members: readonly Database[]): Sleeper {
  const { name, arn, status, tags } = cluster;
  const state = databaseState(status);
  return {
    ...bareSleeper,
    kind: 'rds-cluster',
    id: arn,
    name,
    state,
    status,
    record: tags.get(recordTag),
    never: neverStopped(cluster) ?? memberProtection(members),
    losses: state === 'asleep' ? [] : [startsItself],
    trouble: databaseTrouble(status),
    ...stoppedTimes(state, cluster.automaticRestartAt),
    machines: members.map(databaseMachine),
  };
}

function memberProtection(members: readonly Database[]): string | undefined {
  for (const { name, tags } of members) {
    const protection = protectedBy(tags);
    if (protection !== undefined) return `its instance ${printable(name)} would stop with it: ${protection}`;
  }
  return undefined;
}

const ofClustersThatStop = /^(?:aurora|neptune|docdb)/;

/**
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-cluster-stop-start.html, and for MySQL's and
 * PostgreSQL's own clusters
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/multi-az-db-clusters-concepts.Limitations.html
 */
function neverStopped({
  tags,
  engine,
  engineMode,
  isGlobal,
  replicaOf,
  replicas,
}: DatabaseCluster): string | undefined {
  const protection = protectedBy(tags);
  if (protection !== undefined) return protection;
  if (engineMode === 'serverless') return 'Aurora Serverless v1 cannot be stopped: it pauses by itself';
  if (engineMode === 'multimaster') return 'a multi-master cluster cannot be stopped';
  if (isGlobal) return 'it is part of a global database, which cannot be stopped';
  if (replicaOf !== undefined) return `it is a replica (of ${printable(replicaOf)}), which RDS does not stop`;
  if (replicas.length > 0)
    return `it has replicas (${printable(replicas.join(', '))}), and RDS stops no cluster that has`;
  return ofClustersThatStop.test(engine) ? undefined : 'RDS does not stop Multi-AZ DB clusters';
}
