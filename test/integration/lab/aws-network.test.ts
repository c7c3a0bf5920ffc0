import { EC2 } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { networkLab } from '../../lab/aws/network-lab.js';
import { sdkLab } from './aws-sdk.js';

test('security groups have the rules they were given, and instances have their groups', async () => {
  const { lab, settings } = sdkLab();
  const ec2 = new EC2(settings);
  const network = networkLab(lab);
  const { vpcId, subnetId } = await lab.createVpc();
  const bastions = await network.createSecurityGroup({ vpcId });
  const brokers = await network.createSecurityGroup({
    ...{ vpcId, name: 'brokers' },
    inbound: [
      { ports: 9098, peer: { groupId: bastions } },
      { ports: [9092, 9096], peer: { block: '10.0.0.0/8' } },
      { protocol: '-1', peer: { block: '2001:db8::/32' } },
    ],
    outbound: [],
  });
  await network.allowInbound(brokers, { ports: 9094, peer: { prefixListId: 'pl-0123456789abcdef0' } });
  const id = await lab.runInstance({ subnetId, securityGroupIds: [bastions] });

  const { SecurityGroups } = await ec2.describeSecurityGroups({ GroupIds: [brokers] });
  expect(SecurityGroups).toMatchObject([{ GroupName: 'brokers', VpcId: vpcId, IpPermissionsEgress: [] }]);
  const byPort = (SecurityGroups?.[0]?.IpPermissions ?? []).map((one) => [one.FromPort, one.ToPort, one]);
  expect(byPort).toEqual([
    [
      9098,
      9098,
      expect.objectContaining({ UserIdGroupPairs: [expect.objectContaining({ GroupId: bastions })] }),
    ],
    [9092, 9096, expect.objectContaining({ IpRanges: [{ CidrIp: '10.0.0.0/8' }] })],
    [undefined, undefined, expect.objectContaining({ Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] })],
    [9094, 9094, expect.objectContaining({ PrefixListIds: [{ PrefixListId: 'pl-0123456789abcdef0' }] })],
  ]);
  const { Reservations } = await ec2.describeInstances({ InstanceIds: [id] });
  expect(Reservations?.[0]?.Instances?.[0]?.SecurityGroups).toMatchObject([{ GroupId: bastions }]);

  const IpPermissions = [
    { IpProtocol: 'tcp', FromPort: 9096, ToPort: 9096, UserIdGroupPairs: [{ GroupId: bastions }] },
  ];
  await ec2.authorizeSecurityGroupIngress({ GroupId: brokers, IpPermissions });
  const twice = ec2.authorizeSecurityGroupIngress({ GroupId: brokers, IpPermissions });
  await expect(twice).rejects.toMatchObject({ name: 'InvalidPermission.Duplicate' });
});
