import type { DatabaseCluster, Rds } from '../../aws/contract/rds.js';
import type { Machine, SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { advised } from './advised.js';
import { chosenBy } from './choices.js';
import { databaseAdvice } from './explain-database.js';
import { asRdsNames, namesOrAll } from './rds.js';
import { rdsClusterSleeper } from './rds-cluster-sleeper.js';
import { databaseMachine } from './rds-sleeper.js';
import type { ChoiceSelector } from './selectors.js';

/** Clusters of Aurora, Neptune and DocumentDB, by name or tags. */
export function rdsClusterPort(rds: Rds): SleeperPort<ChoiceSelector> {
  return {
    kind: 'rds-cluster',

    async find(selectors, signal) {
      const wanted = selectors.map(asRdsNames);
      const clusters = await rds.clusters(namesOrAll(wanted), signal);
      const chosen = chosenBy(wanted, clusters, (cluster) => cluster);
      const machinesOf = await machinesOfMembers(rds, [...new Set(chosen.flat())], signal);
      return chosen.map((ones) => ones.map((one) => rdsClusterSleeper(one, machinesOf(one))));
    },

    async read(earlier, signal) {
      if (earlier.length === 0) return [];
      const machines = new Map(earlier.map((one) => [one.name, one.machines]));
      const clusters = await rds.clusters([...machines.keys()], signal);
      return clusters.map((cluster) => rdsClusterSleeper(cluster, machines.get(cluster.name) ?? []));
    },

    setRecord: ({ id }, text, signal) =>
      text === null ? rds.removeTag(id, recordTag, signal) : rds.setTag(id, recordTag, text, signal),
    sleep: ({ name }, signal) => advised(rds.stopCluster(name, signal), databaseAdvice),
    wake: ({ name }, _, signal) => advised(rds.startCluster(name, signal), databaseAdvice),
  };
}

/** A cluster knows its members only by name; what they are is asked for all at once. */
async function machinesOfMembers(
  rds: Pick<Rds, 'databases'>,
  clusters: readonly DatabaseCluster[],
  signal?: AbortSignal,
): Promise<(cluster: DatabaseCluster) => readonly Machine[]> {
  const names = clusters.flatMap(({ members }) => members);
  const databases = names.length === 0 ? [] : await rds.databases(names, signal);
  const machines = new Map(databases.map((one) => [one.name, databaseMachine(one)]));
  return ({ members }) => members.flatMap((name) => machines.get(name) ?? []);
}
