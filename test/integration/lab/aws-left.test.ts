import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EC2 } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { leftLab } from '../../lab/aws/left-lab.js';
import { ownName } from '../aws/opened-aws.js';
import { sdkLab } from './aws-sdk.js';

test('what is left is found by those who pay for it', async () => {
  const { lab, settings } = sdkLab();
  const left = leftLab(lab);
  const ec2 = new EC2(settings);
  const tags = { stack: ownName('destroyed') };
  const Filters = [{ Name: 'tag:stack', Values: [tags.stack] }];
  const { vpcId, subnetId } = await lab.createVpc();
  const volumeId = await left.createVolume({ tags, sizeGib: 50 });
  const snapshotId = await left.createSnapshot({ tags, volumeId, description: 'before' });
  const allocationId = await left.createAddress({ tags, address: '203.0.113.77' });
  const gateway = await left.createNatGateway({ tags, subnetId, allocationId });
  const endpoint = await left.createVpcEndpoint({ tags, vpcId, subnetIds: [subnetId] });

  expect((await ec2.describeVolumes({ Filters })).Volumes).toMatchObject([
    { VolumeId: volumeId, Size: 50, VolumeType: 'gp3', State: 'available' },
  ]);
  expect((await ec2.describeSnapshots({ OwnerIds: ['self'], Filters })).Snapshots).toMatchObject([
    { SnapshotId: snapshotId, VolumeSize: 50, Description: 'before' },
  ]);
  expect((await ec2.describeAddresses({ Filters })).Addresses).toMatchObject([
    { AllocationId: allocationId, PublicIp: '203.0.113.77' },
  ]);
  const ofVpc = [{ Name: 'vpc-id', Values: [vpcId] }];
  expect((await ec2.describeNatGateways({ Filter: ofVpc })).NatGateways).toMatchObject([
    { NatGatewayId: gateway, State: 'available' },
  ]);
  expect((await ec2.describeVpcEndpoints({ Filters: ofVpc })).VpcEndpoints).toMatchObject([
    { VpcEndpointId: endpoint, VpcEndpointType: 'Interface' },
  ]);
  await ec2.deleteSnapshot({ SnapshotId: snapshotId });
  await ec2.deleteVolume({ VolumeId: volumeId });
  expect((await ec2.describeVolumes({ Filters })).Volumes).toEqual([]);

  const name = ownName('lb');
  const arn = await left.createLoadBalancer({ tags, name, subnetIds: [subnetId] });
  const balancers = new ElasticLoadBalancingV2(settings);
  expect((await balancers.describeLoadBalancers({ Names: [name] })).LoadBalancers).toMatchObject([
    { LoadBalancerArn: arn, Type: 'application', VpcId: vpcId },
  ]);
  const { TagDescriptions } = await balancers.describeTags({ ResourceArns: [arn] });
  expect(TagDescriptions).toMatchObject([{ Tags: [{ Key: 'stack', Value: tags.stack }] }]);

  const prefix = `/aws/eks/${tags.stack}`;
  await left.createLogGroup({ name: `${prefix}/cluster`, storedBytes: 5_000_000, retentionDays: 30 });
  const logs = new CloudWatchLogs(settings);
  expect((await logs.describeLogGroups({ logGroupNamePrefix: prefix })).logGroups).toMatchObject([
    { logGroupName: `${prefix}/cluster`, storedBytes: 5_000_000, retentionInDays: 30 },
  ]);
  await logs.deleteLogGroup({ logGroupName: `${prefix}/cluster` });
  expect((await logs.describeLogGroups({ logGroupNamePrefix: prefix })).logGroups).toEqual([]);
});
