import { describe, expect, test } from 'vitest';
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
    SecurityGroups: [{ GroupId: 'sg-1' }, { GroupName: 'none' }],
    NetworkInterfaces: [{ Groups: [{ GroupId: 'sg-1' }] }, { Groups: [{ GroupId: 'sg-2' }, {}] }, {}],
    // What EC2 really answers; the SDK's type has a capital.
    Platform: 'windows' as 'Windows',
    InstanceType: 't3.large' as const,
    LaunchTime: new Date('2026-11-20T09:00:00Z'),
    SpotInstanceRequestId: 'sir-0123abcd',
    RootDeviceType: 'instance-store' as const,
    BlockDeviceMappings: [
      { DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-1' } },
      { DeviceName: '/dev/xvdb' },
      { DeviceName: '/dev/xvdc', Ebs: { VolumeId: 'vol-2' } },
    ],
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
    securityGroupIds: ['sg-1', 'sg-2'],
    platform: 'windows',
    instanceType: 't3.large',
    launchedAt: Date.UTC(2026, 10, 20, 9),
    spotRequest: 'sir-0123abcd',
    hasInstanceStoreRoot: true,
    hasElasticAddress: false,
    volumeIds: ['vol-1', 'vol-2'],
    tags: new Map([
      ['Name', 'kafka'],
      ['empty', ''],
    ]),
  });
});

test('what EC2 leaves out or empty is undefined', () => {
  const answered = { InstanceId: 'i-0', State: { Name: 'running' as const }, StateTransitionReason: '' };
  const { id, state, tags, hasInstanceStoreRoot, hasElasticAddress, volumeIds, securityGroupIds, ...others } =
    instanceOf(answered) ?? expect.unreachable();
  expect({ id, state, tags }).toEqual({ id: 'i-0', state: 'running', tags: new Map() });
  expect({ hasInstanceStoreRoot, hasElasticAddress, volumeIds, securityGroupIds }).toEqual({
    ...{ hasInstanceStoreRoot: false, hasElasticAddress: false, volumeIds: [], securityGroupIds: [] },
  });
  expect(new Set(Object.values(others))).toEqual(new Set([undefined]));
});

describe('an address is an Elastic IP', () => {
  const PublicIpAddress = '203.0.113.7';
  const has = (Association: object | undefined) =>
    instanceOf({
      ...{ InstanceId: 'i-0', State: { Name: 'running' as const }, PublicIpAddress },
      NetworkInterfaces: [{}, Association === undefined ? {} : { Association }],
    })?.hasElasticAddress;

  test('when an account owns it', () => {
    expect(has({ PublicIp: PublicIpAddress, IpOwnerId: '123456789012' })).toBe(true);
  });

  test('not when Amazon does, nor when nobody is named', () => {
    expect(has({ PublicIp: PublicIpAddress, IpOwnerId: 'amazon' })).toBe(false);
    expect(has({ PublicIp: PublicIpAddress })).toBe(false);
    expect(has(undefined)).toBe(false);
  });

  test('not when it is that of another interface', () => {
    expect(has({ PublicIp: '203.0.113.8', IpOwnerId: '123456789012' })).toBe(false);
  });
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
