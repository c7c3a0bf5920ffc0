import { allPages, itemsOf } from './all-pages.js';
import type { Connection } from './connection.js';
import type { Msk } from './contract/msk.js';
import { bootstrapStringsOf, mskBrokerOf, mskClusterOf } from './msk-answers.js';
import { unlessNotFound } from './unless-not-found.js';

/** https://docs.aws.amazon.com/MSK/2.0/APIReference/v2-clusters.html */
const largestPage = 100;

export function msk(connection: Connection): Msk {
  const ask = connection.client('KAFKA', async (settings) =>
    (await import('./msk-client.js')).mskClient(settings),
  );

  return {
    async clusters(name, signal) {
      // It filters by how a name begins.
      const filter = name === undefined ? {} : { ClusterNameFilter: name };
      const input = { MaxResults: largestPage, ...filter };
      const pages = allPages((position) =>
        ask(
          { action: 'kafka:ListClustersV2' },
          (client, options) => client.listClusters({ ...input, ...position }, options),
          signal,
        ),
      );
      const clusters = await itemsOf(pages, ({ ClusterInfoList = [] }) =>
        ClusterInfoList.flatMap((one) => mskClusterOf(one) ?? []),
      );
      return name === undefined ? clusters : clusters.filter((one) => one.name === name);
    },

    async describe(arn, signal) {
      const answer = await unlessNotFound(
        ask(
          { action: 'kafka:DescribeClusterV2', resource: arn },
          (client, options) => client.describeCluster({ ClusterArn: arn }, options),
          signal,
        ),
      );
      return answer?.ClusterInfo === undefined ? undefined : mskClusterOf(answer.ClusterInfo);
    },

    async bootstrapBrokers(arn, signal) {
      const answer = await ask(
        { action: 'kafka:GetBootstrapBrokers', resource: arn },
        (client, options) => client.getBootstrapBrokers({ ClusterArn: arn }, options),
        signal,
      );
      return bootstrapStringsOf(answer);
    },

    async brokers(arn, signal) {
      const input = { ClusterArn: arn, MaxResults: largestPage };
      const pages = allPages((position) =>
        ask(
          { action: 'kafka:ListNodes', resource: arn },
          (client, options) => client.listNodes({ ...input, ...position }, options),
          signal,
        ),
      );
      return itemsOf(pages, ({ NodeInfoList = [] }) => NodeInfoList.flatMap((one) => mskBrokerOf(one) ?? []));
    },

    async scramSecrets(arn, signal) {
      const input = { ClusterArn: arn, MaxResults: largestPage };
      const pages = allPages((position) =>
        ask(
          { action: 'kafka:ListScramSecrets', resource: arn },
          (client, options) => client.listScramSecrets({ ...input, ...position }, options),
          signal,
        ),
      );
      return itemsOf(pages, ({ SecretArnList = [] }) => SecretArnList);
    },

    async clusterPolicy(arn, signal) {
      const answer = await unlessNotFound(
        ask(
          { action: 'kafka:GetClusterPolicy', resource: arn },
          (client, options) => client.getClusterPolicy({ ClusterArn: arn }, options),
          signal,
        ),
      );
      return answer?.Policy ? { text: answer.Policy, version: answer.CurrentVersion } : undefined;
    },
  };
}
