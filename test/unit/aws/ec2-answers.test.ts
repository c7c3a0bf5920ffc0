import { expect, test } from 'vitest';
import { endpointOf, instanceOf } from '../../../src/lib/aws/ec2-answers.js';

test('an instance is what EC2 says about it', () => {
  const answered = {
    InstanceId: 'i-0123456789abcdef0',
    State: { Code: 80, Name: 'stopped' as const },
    StateTransitionReason: 'User initiated (2026-11-20 19:05:11 GMT)',
    StateReason: { Code: 'Client.InternalError', Message: 'Client.InternalError: Client error on launch' },
    PublicIpAddress: '203.0.113.7',
    PrivateIpAddress: '10.42.0.11',
    Ipv6Address: '2001:db8::1',
    Placement: { AvailabilityZone: 'ap-northeast-2a' },
    VpcId: 'vpc-1',
    SubnetId: 'subnet-1',
    // What EC2 really answers; the SDK's type has a capital.
    Platform: 'windows' as 'Windows',
    Tags: [{ Key: 'Name', Value: 'kafka' }, { Key: 'empty' }],
  };
  expect(instanceOf(answered)).toEqual({
    id: 'i-0123456789abcdef0',
    state: 'stopped',
    transitionReason: 'User initiated (2026-11-20 19:05:11 GMT)',
    stateReason: 'Client.InternalError: Client error on launch',
    publicAddress: '203.0.113.7',
    privateAddress: '10.42.0.11',
    ipv6Address: '2001:db8::1',
    availabilityZone: 'ap-northeast-2a',
    vpcId: 'vpc-1',
    subnetId: 'subnet-1',
    platform: 'windows',
    tags: new Map([
      ['Name', 'kafka'],
      ['empty', ''],
    ]),
  });
});

test('what EC2 leaves out or empty is undefined', () => {
  const answered = { InstanceId: 'i-0', State: { Name: 'running' as const }, StateTransitionReason: '' };
  const { id, state, tags, ...others } = instanceOf(answered) ?? expect.unreachable();
  expect({ id, state, tags }).toEqual({ id: 'i-0', state: 'running', tags: new Map() });
  expect(new Set(Object.values(others))).toEqual(new Set([undefined]));
});

test('an endpoint without an address can not be used', () => {
  expect(endpointOf({ InstanceConnectEndpointId: 'eice-1', State: 'create-complete' })).toBeUndefined();
  expect(endpointOf({ InstanceConnectEndpointId: 'eice-1', DnsName: 'eice-1.example' })).toEqual({
    id: 'eice-1',
    dnsName: 'eice-1.example',
    subnetId: undefined,
    availabilityZone: undefined,
    securityGroupIds: [],
  });
});
