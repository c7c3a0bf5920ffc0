import { describe, expect, test } from 'vitest';
import {
  addressOf,
  loadBalancerOf,
  logGroupOf,
  natGatewayOf,
  snapshotOf,
  volumeOf,
  vpcEndpointOf,
} from '../../../src/lib/aws/billed-answers.js';

const Tags = [{ Key: 'Team', Value: 'web' }];
const tags = new Map([['Team', 'web']]);
const CreateTime = new Date('2026-11-20T19:02:11Z');
const createdAt = CreateTime.getTime();

test('a volume', () => {
  const answered = {
    ...{ VolumeId: 'vol-1', Size: 100, Iops: 3_000, CreateTime, Tags },
    ...{ VolumeType: 'gp3' as const, State: 'in-use' as const },
    Attachments: [{ InstanceId: 'i-1' }, {}],
  };
  expect(volumeOf(answered)).toEqual({
    ...{ id: 'vol-1', sizeGib: 100, type: 'gp3', iops: 3_000, state: 'in-use', instanceIds: ['i-1'] },
    ...{ createdAt, tags },
  });
  expect(volumeOf({})).toBeUndefined();
});

test('a snapshot', () => {
  const answered = { SnapshotId: 'snap-1', VolumeSize: 8, VolumeId: 'vol-1', StartTime: CreateTime, Tags };
  expect(snapshotOf({ ...answered, Description: 'before the move' })).toEqual({
    ...{ id: 'snap-1', sizeGib: 8, volumeId: 'vol-1', description: 'before the move', createdAt, tags },
  });
  expect(snapshotOf({})).toBeUndefined();
});

test('an address', () => {
  expect(addressOf({ AllocationId: 'eipalloc-1', PublicIp: '203.0.113.7', InstanceId: 'i-1', Tags })).toEqual(
    {
      ...{ allocationId: 'eipalloc-1', address: '203.0.113.7', instanceId: 'i-1' },
      ...{ networkInterfaceId: undefined, tags },
    },
  );
  // Of EC2-Classic, or of a pool of one's own: nothing to release by.
  expect(addressOf({ PublicIp: '203.0.113.7' })).toBeUndefined();
});

describe('what is deleted is not billed', () => {
  test.each(['pending', 'available', 'deleting'] as const)('a NAT gateway that is %s is', (State) => {
    expect(natGatewayOf({ NatGatewayId: 'nat-1', VpcId: 'vpc-1', State, Tags })).toEqual({
      ...{ id: 'nat-1', state: State, vpcId: 'vpc-1', tags },
    });
  });

  test.each(['deleted', 'failed'] as const)('a NAT gateway that is %s is not', (State) => {
    expect(natGatewayOf({ NatGatewayId: 'nat-1', VpcId: 'vpc-1', State })).toBeUndefined();
  });

  const endpoint = { VpcEndpointId: 'vpce-1', VpcId: 'vpc-1', VpcEndpointType: 'Interface' as const };

  test('an endpoint is, by its network interfaces', () => {
    const answered = {
      ...endpoint,
      State: 'Available' as const,
      NetworkInterfaceIds: ['eni-1', 'eni-2'],
      Tags,
    };
    expect(vpcEndpointOf(answered)).toEqual({
      ...{ id: 'vpce-1', vpcId: 'vpc-1', type: 'Interface', networkInterfaces: 2, tags },
    });
  });

  test.each(['Deleted', 'Failed', 'Rejected', 'Expired'] as const)(
    'an endpoint that is %s is not',
    (State) => {
      expect(vpcEndpointOf({ ...endpoint, State })).toBeUndefined();
    },
  );
});

test('a load balancer', () => {
  const LoadBalancerArn =
    'arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:loadbalancer/app/web/50dc6c495c0c9188';
  const answered = { LoadBalancerName: 'web', LoadBalancerArn, Type: 'application' as const, VpcId: 'vpc-1' };
  expect(loadBalancerOf(answered)).toEqual({
    ...{ name: 'web', arn: LoadBalancerArn, type: 'application', vpcId: 'vpc-1' },
  });
  expect(loadBalancerOf({ LoadBalancerName: 'web' })).toBeUndefined();
});

describe('a log group', () => {
  const arn = 'arn:aws:logs:ap-northeast-2:123456789012:log-group:/aws/eks/dev/cluster';
  const answered = { logGroupName: '/aws/eks/dev/cluster', arn: `${arn}:*` };

  test('is what CloudWatch Logs says about it', () => {
    const whole = { ...answered, storedBytes: 1_024, retentionInDays: 7, creationTime: createdAt };
    expect(logGroupOf(whole)).toEqual({
      ...{ name: '/aws/eks/dev/cluster', arn, storedBytes: 1_024, retentionDays: 7, createdAt },
    });
  });

  test('is kept for ever when it does not say how long', () => {
    expect(logGroupOf({ ...answered, logGroupArn: arn })).toMatchObject({ arn, retentionDays: undefined });
  });

  test('without a name is none', () => {
    expect(logGroupOf({ arn })).toBeUndefined();
  });
});
