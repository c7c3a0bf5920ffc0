import { allPages, itemsOf } from './all-pages.js';
import type { Ec2, Instance } from './aws.js';
import { AwsError } from './aws-errors.js';
import type { Connection } from './connection.js';
import { endpointOf, instanceOf } from './ec2-answers.js';
import { type Ec2Filter, filtersOf, instanceFilters, matchesTags, usableEndpoints } from './ec2-filters.js';

const largestPage = 1_000;

export function ec2(connection: Connection): Ec2 {
  const ask = connection.client('EC2', async (settings) =>
    (await import('./ec2-client.js')).ec2Client(settings),
  );

  async function filteredInstances(filters: Ec2Filter[], signal?: AbortSignal): Promise<Instance[]> {
    const input = { Filters: filters, MaxResults: largestPage };
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeInstances' },
        (client, options) => client.describeInstances({ ...input, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ Reservations = [] }) =>
      Reservations.flatMap(({ Instances = [] }) => Instances.flatMap((one) => instanceOf(one) ?? [])),
    );
  }

  async function oneTimeRequests(filters: Ec2Filter[], signal?: AbortSignal): Promise<string[]> {
    const input = { Filters: filters, MaxResults: largestPage };
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeSpotInstanceRequests' },
        (client, options) => client.describeSpotInstanceRequests({ ...input, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ SpotInstanceRequests = [] }) =>
      SpotInstanceRequests.flatMap(({ SpotInstanceRequestId, Type }) =>
        Type === 'one-time' ? (SpotInstanceRequestId ?? []) : [],
      ),
    );
  }

  async function typesWithDisks(filters: Ec2Filter[], signal?: AbortSignal): Promise<string[]> {
    const input = { Filters: [...filters, { Name: 'instance-storage-supported', Values: ['true'] }] };
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeInstanceTypes' },
        (client, options) => client.describeInstanceTypes({ ...input, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ InstanceTypes = [] }) =>
      InstanceTypes.flatMap(({ InstanceType, InstanceStorageSupported }) =>
        InstanceStorageSupported ? (InstanceType ?? []) : [],
      ),
    );
  }

  async function consoleText(instanceId: string, latest: boolean, signal?: AbortSignal): Promise<string> {
    const input = { InstanceId: instanceId, ...(latest ? { Latest: true } : {}) };
    const { Output = '' } = await ask(
      { action: 'ec2:GetConsoleOutput', resource: instanceId },
      (client, options) => client.getConsoleOutput(input, options),
      signal,
    );
    return Buffer.from(Output, 'base64').toString('utf8');
  }

  return {
    async describeInstances(filter, signal) {
      const asked = instanceFilters(filter).map((filters) => filteredInstances(filters, signal));
      const instances = (await Promise.all(asked)).flat();
      return 'tags' in filter ? instances.filter((one) => matchesTags(one, filter.tags)) : instances;
    },

    async describeConnectEndpoints(vpcId, signal) {
      const input = { Filters: usableEndpoints(vpcId) };
      const pages = allPages((position) =>
        ask(
          { action: 'ec2:DescribeInstanceConnectEndpoints' },
          (client, options) => client.describeInstanceConnectEndpoints({ ...input, ...position }, options),
          signal,
        ),
      );
      return itemsOf(pages, ({ InstanceConnectEndpoints = [] }) =>
        InstanceConnectEndpoints.flatMap((one) => endpointOf(one) ?? []),
      );
    },

    async consoleOutput(instanceId, signal) {
      try {
        return await consoleText(instanceId, true, signal);
      } catch (error) {
        // Only Nitro instances give the latest; the others have what they wrote after their last start.
        if (!(error instanceof AwsError && error.code === 'UnsupportedOperation')) throw error;
        return consoleText(instanceId, false, signal);
      }
    },

    async setTag(resourceId, key, value, signal) {
      const input = { Resources: [resourceId], Tags: [{ Key: key, Value: value }] };
      await ask(
        { action: 'ec2:CreateTags', resource: resourceId },
        (client, options) => client.createTags(input, options),
        signal,
      );
    },

    async removeTag(resourceId, key, signal) {
      const input = { Resources: [resourceId], Tags: [{ Key: key }] };
      await ask(
        { action: 'ec2:DeleteTags', resource: resourceId },
        (client, options) => client.deleteTags(input, options),
        signal,
      );
    },

    async stop(instanceId, signal) {
      await ask(
        { action: 'ec2:StopInstances', resource: instanceId },
        (client, options) => client.stopInstances({ InstanceIds: [instanceId] }, options),
        signal,
      );
    },

    async start(instanceId, signal) {
      await ask(
        { action: 'ec2:StartInstances', resource: instanceId },
        (client, options) => client.startInstances({ InstanceIds: [instanceId] }, options),
        signal,
      );
    },

    async oneTimeSpotRequests(ids, signal) {
      const asked = filtersOf('spot-instance-request-id', ids);
      const found = await Promise.all(asked.map((filters) => oneTimeRequests(filters, signal)));
      return new Set(found.flat());
    },

    async typesWithInstanceStore(types, signal) {
      const asked = filtersOf('instance-type', types);
      const found = await Promise.all(asked.map((filters) => typesWithDisks(filters, signal)));
      return new Set(found.flat());
    },
  };
}
