import { itemsOf, pagesByToken } from './all-pages.js';
import { AwsError } from './aws-errors.js';
import type { Connection } from './connection.js';
import type { Eks } from './contract/eks.js';
import { nodegroupOf, updateOf } from './eks-answers.js';
import { unlessNotFound } from './unless-not-found.js';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_ListNodegroups.html */
const largestPage = 100;

export function eks(connection: Connection): Eks {
  const ask = connection.client('EKS', async (settings) =>
    (await import('./eks-client.js')).eksClient(settings),
  );
  return {
    async nodegroupNames(cluster, signal) {
      const pages = pagesByToken(
        (nextToken) =>
          ask(
            { action: 'eks:ListNodegroups', resource: cluster },
            (client, options) =>
              client.listNodegroups({ clusterName: cluster, maxResults: largestPage, nextToken }, options),
            signal,
          ),
        (page) => page.nextToken,
      );
      return (await unlessNotFound(itemsOf(pages, ({ nodegroups = [] }) => nodegroups))) ?? [];
    },

    async nodegroup(cluster, name, signal) {
      const answer = await unlessNotFound(
        ask(
          { action: 'eks:DescribeNodegroup', resource: `${cluster}/${name}` },
          (client, options) =>
            client.describeNodegroup({ clusterName: cluster, nodegroupName: name }, options),
          signal,
        ),
      );
      return answer?.nodegroup === undefined ? undefined : nodegroupOf(answer.nodegroup);
    },

    async scale(cluster, name, { min, desired }, signal) {
      const scalingConfig = { minSize: min, desiredSize: desired };
      const { update } = await ask(
        { action: 'eks:UpdateNodegroupConfig', resource: `${cluster}/${name}` },
        (client, options) =>
          client.updateNodegroupConfig({ clusterName: cluster, nodegroupName: name, scalingConfig }, options),
        signal,
      );
      if (!update?.id) throw new AwsError('NoUpdate', `EKS began no update of ${cluster}/${name}.`);
      return update.id;
    },

    async update(cluster, name, updateId, signal) {
      const { update } = await ask(
        { action: 'eks:DescribeUpdate', resource: `${cluster}/${name}` },
        (client, options) => client.describeUpdate({ name: cluster, nodegroupName: name, updateId }, options),
        signal,
      );
      const known = update === undefined ? undefined : updateOf(update);
      if (known === undefined)
        throw new AwsError('NoUpdate', `EKS says nothing of the update ${updateId} of ${cluster}/${name}.`);
      return known;
    },

    async setTag(arn, key, value, signal) {
      await ask(
        { action: 'eks:TagResource', resource: arn },
        (client, options) => client.tagResource({ resourceArn: arn, tags: { [key]: value } }, options),
        signal,
      );
    },

    async removeTag(arn, key, signal) {
      await ask(
        { action: 'eks:UntagResource', resource: arn },
        (client, options) => client.untagResource({ resourceArn: arn, tagKeys: [key] }, options),
        signal,
      );
    },
  };
}
