import { chunk } from '../chunk.js';
import { itemsOf, pagesByToken } from './all-pages.js';
import type { Connection } from './connection.js';
import type { Ecs, EcsService } from './contract/ecs.js';
import { ecsServiceOf } from './ecs-answers.js';
import { unlessNotFound } from './unless-not-found.js';

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const largestBatch = 10;
/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListServices.html */
const largestPage = 100;

export function ecs(connection: Connection): Ecs {
  const ask = connection.client('ECS', async (settings) =>
    (await import('./ecs-client.js')).ecsClient(settings),
  );

  async function batch(cluster: string, names: string[], signal?: AbortSignal): Promise<EcsService[]> {
    const resource = names.length === 1 ? `${cluster}/${names[0]}` : cluster;
    const answer = await unlessNotFound(
      ask(
        { action: 'ecs:DescribeServices', resource },
        (client, options) =>
          client.describeServices({ cluster, services: names, include: ['TAGS'] }, options),
        signal,
      ),
    );
    return (answer?.services ?? []).flatMap((one) => ecsServiceOf(cluster, one) ?? []);
  }

  return {
    async serviceNames(cluster, signal) {
      const pages = pagesByToken(
        (nextToken) =>
          ask(
            { action: 'ecs:ListServices', resource: cluster },
            (client, options) =>
              client.listServices({ cluster, maxResults: largestPage, nextToken }, options),
            signal,
          ),
        (page) => page.nextToken,
      );
      const arns = (await unlessNotFound(itemsOf(pages, ({ serviceArns = [] }) => serviceArns))) ?? [];
      return arns.map((arn) => arn.slice(arn.lastIndexOf('/') + 1));
    },

    async services(cluster, names, signal) {
      const batches = chunk([...new Set(names)], largestBatch);
      return (await Promise.all(batches.map((some) => batch(cluster, some, signal)))).flat();
    },

    async setDesired(cluster, name, desired, signal) {
      await ask(
        { action: 'ecs:UpdateService', resource: `${cluster}/${name}` },
        (client, options) => client.updateService({ cluster, service: name, desiredCount: desired }, options),
        signal,
      );
    },

    async setTag(arn, key, value, signal) {
      await ask(
        { action: 'ecs:TagResource', resource: arn },
        (client, options) => client.tagResource({ resourceArn: arn, tags: [{ key, value }] }, options),
        signal,
      );
    },

    async removeTag(arn, key, signal) {
      await ask(
        { action: 'ecs:UntagResource', resource: arn },
        (client, options) => client.untagResource({ resourceArn: arn, tagKeys: [key] }, options),
        signal,
      );
    },
  };
}
