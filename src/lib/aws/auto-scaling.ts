import { chunk } from '../chunk.js';
import { allPages, itemsOf } from './all-pages.js';
import { failuresOf, groupOf } from './auto-scaling-answers.js';
import type { Connection } from './connection.js';
import type { AutoScaling, AutoScalingGroup } from './contract/autoscaling.js';
import { matchesTags } from './ec2-filters.js';

/** https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DescribeAutoScalingGroups.html */
const largestPage = 100;
const fewActivities = 10;

interface GroupChoice {
  readonly AutoScalingGroupNames?: string[];
  readonly Filters?: { Name: string; Values: string[] }[];
}

export function autoScaling(connection: Connection): AutoScaling {
  const ask = connection.client('AUTO_SCALING', async (settings) =>
    (await import('./auto-scaling-client.js')).autoScalingClient(settings),
  );

  function chosenGroups(choice: GroupChoice, signal?: AbortSignal): Promise<AutoScalingGroup[]> {
    const input = { ...choice, MaxRecords: largestPage };
    const pages = allPages((position) =>
      ask(
        { action: 'autoscaling:DescribeAutoScalingGroups' },
        (client, options) => client.describeAutoScalingGroups({ ...input, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ AutoScalingGroups = [] }) =>
      AutoScalingGroups.flatMap((one) => groupOf(one) ?? []),
    );
  }

  return {
    async groups(filter, signal) {
      if ('names' in filter) {
        const batches = chunk([...new Set(filter.names)], largestPage);
        const asked = batches.map((names) => chosenGroups({ AutoScalingGroupNames: names }, signal));
        return (await Promise.all(asked)).flat();
      }
      const tags = Object.entries(filter.tags);
      const Filters = tags.map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
      const groups = await chosenGroups({ Filters }, signal);
      return groups.filter((one) => matchesTags(one, filter.tags));
    },

    async resize(name, { min, desired }, signal) {
      const input = { AutoScalingGroupName: name, MinSize: min, DesiredCapacity: desired };
      await ask(
        { action: 'autoscaling:UpdateAutoScalingGroup', resource: name },
        (client, options) => client.updateAutoScalingGroup(input, options),
        signal,
      );
    },

    async failures(name, signal) {
      const input = { AutoScalingGroupName: name, MaxRecords: fewActivities };
      const { Activities = [] } = await ask(
        { action: 'autoscaling:DescribeScalingActivities', resource: name },
        (client, options) => client.describeScalingActivities(input, options),
        signal,
      );
      return failuresOf(Activities, Date.now());
    },

    async setTag(name, key, value, signal) {
      const tag = { ...tagOf(name, key), Value: value, PropagateAtLaunch: false };
      await ask(
        { action: 'autoscaling:CreateOrUpdateTags', resource: name },
        (client, options) => client.createOrUpdateTags({ Tags: [tag] }, options),
        signal,
      );
    },

    async removeTag(name, key, signal) {
      await ask(
        { action: 'autoscaling:DeleteTags', resource: name },
        (client, options) => client.deleteTags({ Tags: [tagOf(name, key)] }, options),
        signal,
      );
    },
  };
}

function tagOf(group: string, key: string) {
  return { ResourceId: group, ResourceType: 'auto-scaling-group', Key: key };
}
