import { chunk } from '../chunk.js';
import { itemsOf, pagesByToken } from './all-pages.js';
import { AwsError } from './aws-errors.js';
import type { Connection } from './connection.js';
import type { Database, DatabaseCluster, Rds } from './contract/rds.js';
import { clusterOf, databaseOf } from './rds-answers.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBInstances.html */
const largestPage = 100;

type Filters = { Name: string; Values: string[] }[] | undefined;

export function rds(connection: Connection): Rds {
  const ask = connection.client('RDS', async (settings) =>
    (await import('./rds-client.js')).rdsClient(settings),
  );

  function filteredDatabases(filters: Filters, signal?: AbortSignal): Promise<Database[]> {
    const input = { Filters: filters, MaxRecords: largestPage };
    const pages = pagesByToken(
      (Marker) =>
        ask(
          { action: 'rds:DescribeDBInstances' },
          (client, options) => client.describeDbInstances({ ...input, Marker }, options),
          signal,
        ),
      ({ Marker }) => Marker,
    );
    return itemsOf(pages, ({ DBInstances = [] }) => DBInstances.flatMap((one) => databaseOf(one) ?? []));
  }

  function filteredClusters(filters: Filters, signal?: AbortSignal): Promise<DatabaseCluster[]> {
    const input = { Filters: filters, MaxRecords: largestPage };
    const pages = pagesByToken(
      (Marker) =>
        ask(
          { action: 'rds:DescribeDBClusters' },
          (client, options) => client.describeDbClusters({ ...input, Marker }, options),
          signal,
        ),
      ({ Marker }) => Marker,
    );
    return itemsOf(pages, ({ DBClusters = [] }) => DBClusters.flatMap((one) => clusterOf(one) ?? []));
  }

  const databases: Rds['databases'] = (names, signal) =>
    inBatches(names, 'db-instance-id', (filters) => filteredDatabases(filters, signal));

  const clusters: Rds['clusters'] = (names, signal) =>
    inBatches(names, 'db-cluster-id', (filters) => filteredClusters(filters, signal));

  return {
    databases,
    clusters,

    stopDatabase: (name, signal) =>
      unlessOnTheWay(
        ask(
          { action: 'rds:StopDBInstance', resource: name },
          (client, options) => client.stopDbInstance({ DBInstanceIdentifier: name }, options),
          signal,
        ),
        [stopping, () => databases([name], signal)],
      ),

    startDatabase: (name, signal) =>
      unlessOnTheWay(
        ask(
          { action: 'rds:StartDBInstance', resource: name },
          (client, options) => client.startDbInstance({ DBInstanceIdentifier: name }, options),
          signal,
        ),
        [starting, () => databases([name], signal)],
      ),

    stopCluster: (name, signal) =>
      unlessOnTheWay(
        ask(
          { action: 'rds:StopDBCluster', resource: name },
          (client, options) => client.stopDbCluster({ DBClusterIdentifier: name }, options),
          signal,
        ),
        [stopping, () => clusters([name], signal)],
      ),

    startCluster: (name, signal) =>
      unlessOnTheWay(
        ask(
          { action: 'rds:StartDBCluster', resource: name },
          (client, options) => client.startDbCluster({ DBClusterIdentifier: name }, options),
          signal,
        ),
        [starting, () => clusters([name], signal)],
      ),

    async setTag(arn, key, value, signal) {
      const input = { ResourceName: arn, Tags: [{ Key: key, Value: value }] };
      await ask(
        { action: 'rds:AddTagsToResource', resource: arn },
        (client, options) => client.addTagsToResource(input, options),
        signal,
      );
    },

    async removeTag(arn, key, signal) {
      await ask(
        { action: 'rds:RemoveTagsFromResource', resource: arn },
        (client, options) => client.removeTagsFromResource({ ResourceName: arn, TagKeys: [key] }, options),
        signal,
      );
    },
  };
}

const stopping = ['stopping', 'stopped'];
const starting = ['starting', 'available'];
const wrongState = ['InvalidDBInstanceState', 'InvalidDBClusterStateFault'];

/**
 * Nothing is wrong when it is refused for being on its way already: EC2 says so too, and a request whose answer was lost
 * is sent once more.
 */
async function unlessOnTheWay(
  asked: Promise<unknown>,
  [states, read]: readonly [states: readonly string[], read: () => Promise<readonly { status: string }[]>],
): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof AwsError && wrongState.includes(error.code))) throw error;
    const found = await read();
    if (!found.some(({ status }) => states.includes(status))) throw error;
  }
}

/** Filters by name, as many at once as there are on a page: to name an unknown one fails a request. */
async function inBatches<Found>(
  names: readonly string[] | 'all',
  filter: string,
  read: (filters: Filters) => Promise<Found[]>,
): Promise<Found[]> {
  if (names === 'all') return read(undefined);
  const batches = chunk([...new Set(names)], largestPage);
  return (await Promise.all(batches.map((some) => read([{ Name: filter, Values: some }])))).flat();
}
