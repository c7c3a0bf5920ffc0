import type { Database } from '../../aws/contract/rds.js';
import { protectedBy } from '../../aws/protected.js';
import { printable } from '../../terminal/printable.js';
import type { Machine, Sleeper } from '../model.js';
import { recordTag } from '../record.js';
import { bareSleeper } from './bare-sleeper.js';
import { databaseState, startsItself, stoppedTimes } from './database-state.js';
import { databaseTrouble } from './explain-database.js';

export function rdsSleeper(database: Database): Sleeper {
  const { name, arn, status, storageGib, storageType, tags } = database;
  const state = databaseState(status);
  return {
    ...bareSleeper,
    kind: 'rds',
    id: arn,
    name,
    state,
    status,
    record: tags.get(recordTag),
    never: neverStopped(database),
    losses: state === 'asleep' ? [] : [startsItself],
    trouble: databaseTrouble(status),
    ...stoppedTimes(state, database.automaticRestartAt),
    machines: [databaseMachine(database)],
    storage: storageType === undefined ? undefined : { gib: storageGib, type: storageType },
  };
}

export function databaseMachine({ instanceClass, engine, isMultiAz }: Database): Machine {
  return { service: 'rds', type: instanceClass, isSpot: false, engine, isMultiAz };
}

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_StopInstance.html#USER_StopInstance.Limitations */
function neverStopped({
  tags,
  cluster,
  replicaOf,
  replicas,
  engine,
  isMultiAz,
}: Database): string | undefined {
  const protection = protectedBy(tags);
  if (protection !== undefined) return protection;
  if (cluster !== undefined)
    return `it is a member of the cluster ${printable(cluster)}: list that instead, as rdsCluster`;
  if (replicaOf !== undefined) return `it is a read replica (of ${printable(replicaOf)}), and RDS stops none`;
  if (replicas.length > 0)
    return `it has read replicas (${printable(replicas.join(', '))}), and RDS stops no database that has`;
  if (engine.startsWith('custom-')) return 'RDS Custom cannot be stopped so that it comes back as it was';
  return engine.startsWith('sqlserver') && isMultiAz ? 'RDS does not stop SQL Server in Multi-AZ' : undefined;
}
