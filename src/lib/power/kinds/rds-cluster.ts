import type { Database, DatabaseCluster, Rds } from '../../aws/contract/rds.js';
import type { SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { advised } from './advised.js';
import { chosenBy, withBareNames } from './choices.js';
import { databaseAdvice } from './explain-database.js';
import { namesOrAll } from './rds.js';
import { rdsClusterSleeper } from './rds-cluster-sleeper.js';
import type { ChoiceSelector } from './selectors.js';

/** Clusters of Aurora, Neptune and DocumentDB, by name or tags. */
export function rdsClusterPort(rds: Rds): SleeperPort<ChoiceSelector> {
  return {
    kind: 'rds-cluster',

    async find(selectors, signal) {
      const wanted = withBareNames(selectors);
      const clusters = await rds.clusters(namesOrAll(wanted), signal);
      const chosen = chosenBy(wanted, clusters, (cluster) => cluster);
      const membersOf = await readMembers(rds, [...new Set(chosen.flat())], signal);
      return chosen.map((ones) => ones.map((one) => rdsClusterSleeper(one, membersOf(one))));
    },

    async read(earlier, signal) {
      if (earlier.length === 0) return [];
      const names = earlier.map(({ name }) => name);
      const clusters = await rds.clusters(names, signal);
      const membersOf = await readMembers(rds, clusters, signal);
      return clusters.map((cluster) => rdsClusterSleeper(cluster, membersOf(cluster)));
    },

    setRecord: ({ id }, text, signal) =>
      text === null ? rds.removeTag(id, recordTag, signal) : rds.setTag(id, recordTag, text, signal),
    sleep: ({ name }, signal) => advised(rds.stopCluster(name, signal), databaseAdvice),
    wake: ({ name }, _, signal) => advised(rds.startCluster(name, signal), databaseAdvice),
  };
}

/** A cluster knows its members only by name; what they are is asked for all at once. */
async function readMembers(
  rds: Pick<Rds, 'databases'>,
  clusters: readonly DatabaseCluster[],
  signal?: AbortSignal,
): Promise<(cluster: DatabaseCluster) => readonly Database[]> {
  const names = clusters.flatMap(({ members }) => members);
  const databases = names.length === 0 ? [] : await rds.databases(names, signal);
  const byName = new Map(databases.map((one) => [one.name, one]));
  return ({ members }) => members.flatMap((name) => byName.get(name) ?? []);
}
