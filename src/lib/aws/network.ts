import { allPages, itemsOf } from './all-pages.js';
import { AwsError } from './aws-errors.js';
import type { Connection } from './connection.js';
import type {
  IngressRule,
  InterfaceFilter,
  Network,
  NetworkInterface,
  SecurityGroup,
} from './contract/network.js';
import { type Ec2Filter, filtersOf } from './ec2-filters.js';
import { networkInterfaceOf, securityGroupOf } from './network-answers.js';

const largestPage = 1_000;

export function network(connection: Connection): Network {
  const ask = connection.client('EC2', async (settings) =>
    (await import('./ec2-client.js')).ec2Client(settings),
  );

  function filteredGroups(filters: Ec2Filter[], signal?: AbortSignal): Promise<SecurityGroup[]> {
    const input = { Filters: filters, MaxResults: largestPage };
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeSecurityGroups' },
        (client, options) => client.describeSecurityGroups({ ...input, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ SecurityGroups = [] }) =>
      SecurityGroups.flatMap((one) => securityGroupOf(one) ?? []),
    );
  }

  function filteredInterfaces(filters: Ec2Filter[], signal?: AbortSignal): Promise<NetworkInterface[]> {
    const input = { Filters: filters, MaxResults: largestPage };
    const pages = allPages((position) =>
      ask(
        { action: 'ec2:DescribeNetworkInterfaces' },
        (client, options) => client.describeNetworkInterfaces({ ...input, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ NetworkInterfaces = [] }) =>
      NetworkInterfaces.flatMap((one) => networkInterfaceOf(one) ?? []),
    );
  }

  return {
    async securityGroups(ids, signal) {
      const asked = filtersOf('group-id', ids).map((filters) => filteredGroups(filters, signal));
      return (await Promise.all(asked)).flat();
    },

    async networkInterfaces(filter, signal) {
      const asked = interfaceFilters(filter).map((filters) => filteredInterfaces(filters, signal));
      return (await Promise.all(asked)).flat();
    },

    async authorizeIngress(rule, signal) {
      try {
        await ask(
          { action: 'ec2:AuthorizeSecurityGroupIngress', resource: rule.groupId },
          (client, options) => client.authorizeSecurityGroupIngress(ingressInput(rule), options),
          signal,
        );
      } catch (error) {
        if (!(error instanceof AwsError && error.code === 'InvalidPermission.Duplicate')) throw error;
      }
    },
  };
}

/** The filters of each request that it takes. */
function interfaceFilters(filter: InterfaceFilter): readonly Ec2Filter[][] {
  if ('ids' in filter) return filtersOf('network-interface-id', filter.ids);
  if ('instanceIds' in filter) return filtersOf('attachment.instance-id', filter.instanceIds);
  const { privateAddresses, vpcId } = filter;
  const inVpc = vpcId === undefined ? [] : [{ Name: 'vpc-id', Values: [vpcId] }];
  return filtersOf('addresses.private-ip-address', privateAddresses).map((some) => [...some, ...inVpc]);
}

function ingressInput({ groupId, port, source, description: Description }: IngressRule) {
  return {
    GroupId: groupId,
    IpPermissions: [{ IpProtocol: 'tcp', FromPort: port, ToPort: port, ...sourceOf(source, Description) }],
  };
}

function sourceOf(source: IngressRule['source'], Description: string) {
  if ('groupId' in source) return { UserIdGroupPairs: [{ GroupId: source.groupId, Description }] };
  return source.block.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: source.block, Description }] }
    : { IpRanges: [{ CidrIp: source.block, Description }] };
}
