import { expect, test } from 'vitest';
import type { ConnectEndpoint, InstanceFilter } from '../../../src/lib/aws/aws.js';
import { unknown } from '../../../src/lib/aws-policy/arns.js';
import { findEndpoints } from '../../../src/lib/aws-policy/find-endpoints.js';
import { instance } from '../hosts/find/instances.js';
import { hostOf } from './facts.js';

const { signal } = new AbortController();

const at = (id: string, vpcId: string | undefined, subnetId: string) =>
  instance({ id, vpcId, subnetId, availabilityZone: 'ap-northeast-2a', tags: { Name: 'web' } });

function endpoint(id: string, subnetId: string): ConnectEndpoint {
  return { id, subnetId, dnsName: '', availabilityZone: 'ap-northeast-2c', securityGroupIds: [] };
}

/** EC2 with two instances in a VPC with two endpoints, one in a VPC without, and one in none. */
function ec2() {
  const calls: string[] = [];
  const instances = [
    at('i-1', 'vpc-1', 'subnet-1'),
    at('i-2', 'vpc-1', 'subnet-2'),
    at('i-3', 'vpc-2', 'subnet-3'),
    at('i-4', undefined, 'subnet-4'),
  ];
  const endpoints = [endpoint('eice-1', 'subnet-1'), endpoint('eice-2', 'subnet-2')];
  return {
    calls,
    describeInstances: async (filter: InstanceFilter) => {
      calls.push(`instances ${JSON.stringify(filter)}`);
      return 'ids' in filter ? instances.filter(({ id }) => filter.ids.includes(id)) : instances.slice(0, 2);
    },
    describeConnectEndpoints: async (vpcId: string) => {
      calls.push(`endpoints ${vpcId}`);
      return vpcId === 'vpc-1' ? endpoints : [];
    },
  };
}

const host = (name: string, endpoints: readonly string[] = [unknown]) =>
  hostOf({ instance: { by: 'name', name }, endpoints });

test('the nearest of each instance, asked for together', async () => {
  const service = ec2();
  const hosts = await findEndpoints(service, [host('i-1'), host('i-2'), host('i-3')], signal);
  expect(hosts.map(({ endpoints }) => endpoints)).toEqual([['eice-1'], ['eice-2'], []]);
  expect(service.calls).toEqual([
    'instances {"ids":["i-1","i-2","i-3"]}',
    'endpoints vpc-1',
    'endpoints vpc-2',
  ]);
});

test('of tags, those of all instances that have them', async () => {
  const tags = { Name: 'web' };
  const [found] = await findEndpoints(ec2(), [{ ...host('x'), instance: { by: 'tags', tags } }], signal);
  expect(found?.endpoints).toEqual(['eice-1', 'eice-2']);
});

test('any, where the instance is not there or in no VPC', async () => {
  const hosts = await findEndpoints(ec2(), [host('i-9'), host('i-4')], signal);
  expect(hosts.map(({ endpoints }) => endpoints)).toEqual([[unknown], [unknown]]);
});

test('none is asked for where there is no need, or nothing to ask by', async () => {
  const service = ec2();
  const hosts = await findEndpoints(service, [host('i-1', []), host(unknown)], signal);
  expect(hosts.map(({ endpoints }) => endpoints)).toEqual([[], [unknown]]);
  expect(service.calls).toEqual([]);
});
