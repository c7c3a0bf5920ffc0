import { describe, expect, test } from 'vitest';
import { networkInterfaceOf, securityGroupOf } from '../../../src/lib/aws/network-answers.js';

describe('a security group', () => {
  test('is what EC2 says about it', () => {
    const rule = {
      ...{ IpProtocol: 'tcp', FromPort: 9092, ToPort: 9098 },
      IpRanges: [{ CidrIp: '10.0.0.0/16' }, {}],
      Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
      UserIdGroupPairs: [{ GroupId: 'sg-2', UserId: '123456789012' }, {}],
      PrefixListIds: [{ PrefixListId: 'pl-1' }],
    };
    const all = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
    const answered = {
      ...{ GroupId: 'sg-1', GroupName: 'brokers', VpcId: 'vpc-1' },
      ...{ IpPermissions: [rule], IpPermissionsEgress: [all] },
    };
    expect(securityGroupOf(answered)).toEqual({
      ...{ id: 'sg-1', name: 'brokers', vpcId: 'vpc-1' },
      inbound: [
        {
          ...{ protocol: 'tcp', ports: { from: 9092, to: 9098 } },
          blocks: ['10.0.0.0/16', '2001:db8::/32'],
          ...{ groupIds: ['sg-2'], prefixListIds: ['pl-1'] },
        },
      ],
      outbound: [
        ...[{ protocol: '-1', ports: undefined, blocks: ['0.0.0.0/0'], groupIds: [], prefixListIds: [] }],
      ],
    });
  });

  test.each([
    ['every type of ICMP', { IpProtocol: 'icmp', FromPort: -1, ToPort: -1 }, undefined],
    ['every protocol, whatever the ports', { IpProtocol: '-1', FromPort: 1, ToPort: 2 }, undefined],
    ['no ports', { IpProtocol: 'tcp' }, undefined],
    ['the first port of all', { IpProtocol: 'tcp', FromPort: 0, ToPort: 65_535 }, { from: 0, to: 65_535 }],
  ])('has a rule for %s', (_, rule, ports) => {
    const group = securityGroupOf({ GroupId: 'sg-1', IpPermissions: [rule] });
    expect(group?.inbound).toMatchObject([{ ports }]);
  });

  test('may say little', () => {
    expect(securityGroupOf({ GroupId: 'sg-1' })).toEqual({
      ...{ id: 'sg-1', name: '', vpcId: undefined, inbound: [], outbound: [] },
    });
    expect(securityGroupOf({ GroupName: 'brokers' })).toBeUndefined();
  });
});

describe('a network interface', () => {
  test('is what EC2 says about it', () => {
    const answered = {
      ...{ NetworkInterfaceId: 'eni-1', VpcId: 'vpc-1', SubnetId: 'subnet-1', PrivateIpAddress: '10.0.0.5' },
      Association: { PublicIp: '203.0.113.7' },
      Attachment: { InstanceId: 'i-1' },
      Groups: [{ GroupId: 'sg-1' }, {}],
    };
    expect(networkInterfaceOf(answered)).toEqual({
      ...{ id: 'eni-1', vpcId: 'vpc-1', subnetId: 'subnet-1', privateAddress: '10.0.0.5' },
      ...{ publicAddress: '203.0.113.7', instanceId: 'i-1', securityGroupIds: ['sg-1'] },
    });
  });

  test('may say little', () => {
    expect(networkInterfaceOf({ NetworkInterfaceId: 'eni-1' })).toEqual({
      ...{ id: 'eni-1', vpcId: undefined, subnetId: undefined, privateAddress: undefined },
      ...{ publicAddress: undefined, instanceId: undefined, securityGroupIds: [] },
    });
    expect(networkInterfaceOf({})).toBeUndefined();
  });
});
