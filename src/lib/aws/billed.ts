import { allPages, itemsOf } from './all-pages.js';
import { addressOf, natGatewayOf, snapshotOf, volumeOf, vpcEndpointOf } from './billed-answers.js';
import { attachedFilters, billedFilters, matching } from './billed-filters.js';
import { cloudWatchLogs } from './cloudwatch-logs.js';
import type { Connection } from './connection.js';
import type { Billed, NatGateway, Snapshot, Volume, VpcEndpoint } from './contract/billed.js';
import { type Ec2Filter, filtersOf } from './ec2-filters.js';
import { elasticLoadBalancing } from './elastic-load-balancing.js';

const largestPage = 1_000;

export function billed(connection: Connection): Billed {
  const ask = connection.client('EC2', async (settings) =>
    (await import('./ec2-client.js')).ec2Client(settings),
  );

  function filteredVolumes(Filters: Ec2Filter[], signal?: AbortSignal): Promise<Volume[]> {
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeVolumes' },
        (client, options) =>
          client.describeVolumes({ Filters, MaxResults: largestPage, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ Volumes = [] }) => Volumes.flatMap((one) => volumeOf(one) ?? []));
  }

  function filteredSnapshots(Filters: Ec2Filter[], signal?: AbortSignal): Promise<Snapshot[]> {
    const input = { OwnerIds: ['self'], Filters, MaxResults: largestPage };
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeSnapshots' },
        (client, options) => client.describeSnapshots({ ...input, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ Snapshots = [] }) => Snapshots.flatMap((one) => snapshotOf(one) ?? []));
  }

  async function filteredAddresses(Filters: Ec2Filter[], signal?: AbortSignal) {
    const { Addresses = [] } = await ask(
      { action: 'ec2:DescribeAddresses' },
      (client, options) => client.describeAddresses({ Filters }, options),
      signal,
    );
    return Addresses.flatMap((one) => addressOf(one) ?? []);
  }

  function filteredNatGateways(Filter: Ec2Filter[], signal?: AbortSignal): Promise<NatGateway[]> {
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeNatGateways' },
        (client, options) =>
          client.describeNatGateways({ Filter, MaxResults: largestPage, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ NatGateways = [] }) => NatGateways.flatMap((one) => natGatewayOf(one) ?? []));
  }

  function filteredVpcEndpoints(Filters: Ec2Filter[], signal?: AbortSignal): Promise<VpcEndpoint[]> {
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeVpcEndpoints' },
        (client, options) =>
          client.describeVpcEndpoints({ Filters, MaxResults: largestPage, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ VpcEndpoints = [] }) => VpcEndpoints.flatMap((one) => vpcEndpointOf(one) ?? []));
  }

  return {
    ...elasticLoadBalancing(connection),
    ...cloudWatchLogs(connection),

    async volumes(filter, signal) {
      const asked = attachedFilters(filter, 'volume-id', 'attachment.instance-id');
      const found = await Promise.all(asked.map((filters) => filteredVolumes(filters, signal)));
      return matching(found.flat(), filter);
    },

    async snapshots(filter, signal) {
      const asked = billedFilters(filter, 'snapshot-id');
      const found = await Promise.all(asked.map((filters) => filteredSnapshots(filters, signal)));
      return matching(found.flat(), filter);
    },

    async addresses(filter, signal) {
      const asked = attachedFilters(filter, 'allocation-id', 'instance-id');
      const found = await Promise.all(asked.map((filters) => filteredAddresses(filters, signal)));
      return matching(found.flat(), filter);
    },

    async natGateways(vpcIds, signal) {
      const asked = filtersOf('vpc-id', vpcIds);
      return (await Promise.all(asked.map((filters) => filteredNatGateways(filters, signal)))).flat();
    },

    async vpcEndpoints(vpcIds, signal) {
      const asked = filtersOf('vpc-id', vpcIds);
      return (await Promise.all(asked.map((filters) => filteredVpcEndpoints(filters, signal)))).flat();
    },

    async subnets(signal) {
      const pages = allPages((position) =>
        ask(
          { action: 'ec2:DescribeSubnets' },
          (client, options) => client.describeSubnets({ MaxResults: largestPage, ...position }, options),
          signal,
        ),
      );
      const found = await itemsOf(pages, ({ Subnets = [] }) => Subnets);
      return new Map(
        found.flatMap(({ SubnetId, VpcId }) => (SubnetId && VpcId ? [[SubnetId, VpcId] as const] : [])),
      );
    },

    async deleteVolume(id, signal) {
      await ask(
        { action: 'ec2:DeleteVolume', resource: id },
        (client, options) => client.deleteVolume({ VolumeId: id }, options),
        signal,
      );
    },

    async deleteSnapshot(id, signal) {
      await ask(
        { action: 'ec2:DeleteSnapshot', resource: id },
        (client, options) => client.deleteSnapshot({ SnapshotId: id }, options),
        signal,
      );
    },

    async releaseAddress(allocationId, signal) {
      await ask(
        { action: 'ec2:ReleaseAddress', resource: allocationId },
        (client, options) => client.releaseAddress({ AllocationId: allocationId }, options),
        signal,
      );
    },
  };
}
