import { AutoScaling } from '@aws-sdk/client-auto-scaling';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EC2 } from '@aws-sdk/client-ec2';
import { ECS } from '@aws-sdk/client-ecs';
import { EKS } from '@aws-sdk/client-eks';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { RDS } from '@aws-sdk/client-rds';
import { Scheduler } from '@aws-sdk/client-scheduler';
import { expect, test } from 'vitest';
import { accessDenied, down, type FaultyService, throttled } from '../../lab/aws/usual-faults.js';
import { ownName } from '../aws/opened-aws.js';
import { refusal, type SdkLab, sdkLab } from './aws-sdk.js';

type Call = (settings: SdkLab['settings'], name: string) => Promise<unknown>;

/** A call of each service, its action, and what its protocol calls a denial and a throttling. */
const services: readonly (readonly [FaultyService, string, string, string, Call])[] = [
  [
    'ec2',
    'DescribeVolumes',
    'UnauthorizedOperation',
    'RequestLimitExceeded',
    (it) => new EC2(it).describeVolumes(),
  ],
  ['rds', 'DescribeDBInstances', 'AccessDenied', 'Throttling', (it) => new RDS(it).describeDBInstances()],
  [
    ...(['autoscaling', 'DescribeAutoScalingGroups', 'AccessDenied', 'Throttling'] as const),
    (it) => new AutoScaling(it).describeAutoScalingGroups(),
  ],
  [
    ...(['elasticloadbalancing', 'DescribeLoadBalancers', 'AccessDenied', 'Throttling'] as const),
    (it) => new ElasticLoadBalancingV2(it).describeLoadBalancers(),
  ],
  ['ecs', 'ListClusters', 'AccessDeniedException', 'ThrottlingException', (it) => new ECS(it).listClusters()],
  [
    ...(['logs', 'DescribeLogGroups', 'AccessDeniedException', 'ThrottlingException'] as const),
    (it, name) => new CloudWatchLogs(it).describeLogGroups({ logGroupNamePrefix: name }),
  ],
  [
    ...(['eks', 'ListClusters', 'AccessDeniedException', 'ThrottlingException'] as const),
    (it) => new EKS(it).listClusters(),
  ],
  [
    ...(['scheduler', 'ListSchedules', 'AccessDeniedException', 'ThrottlingException'] as const),
    (it, name) => new Scheduler(it).listSchedules({ NamePrefix: name }),
  ],
];

test.each(services)(
  '%s %s can be denied, throttled and cut off, and is logged by its name',
  async (...row) => {
    const [service, action, denied, slow, call] = row;
    const { lab, settings } = sdkLab();
    const name = ownName('fault');
    await lab.fault({ ...accessDenied(service, action), times: 1 });
    expect(await refusal(call(settings, name))).toEqual([
      denied,
      `User: arn:aws:iam::123456789012:user/kim is not authorized to perform: ${service}:${action} ` +
        `because no identity-based policy allows the ${service}:${action} action`,
    ]);
    await lab.fault(throttled(service, 1));
    expect(await refusal(call(settings, name))).toEqual([slow, 'Rate exceeded']);
    await call(settings, name);
    await lab.fault(down(service));
    await expect(call(settings, name)).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await lab.calls()).map((one) => [one.service, one.action])).toEqual(
      Array(4).fill([service, action]),
    );
  },
);

test('a fault can be bound to a resource that is in the path', async () => {
  const { lab, power, settings } = sdkLab();
  const [cluster, one, other] = [ownName('cluster'), ownName('one'), ownName('other')];
  await power.nodegroups.create({ cluster, name: one });
  await power.nodegroups.create({ cluster, name: other });
  await lab.fault({ ...accessDenied('eks', 'UpdateNodegroupConfig', one), carriedOut: true });
  const eks = new EKS(settings);
  const scale = (nodegroupName: string) =>
    eks.updateNodegroupConfig({ clusterName: cluster, nodegroupName, scalingConfig: { desiredSize: 1 } });
  expect((await refusal(scale(one)))[0]).toBe('AccessDeniedException');
  await scale(other);
  // Only its answer was replaced.
  expect((await power.nodegroups.describe(cluster, one)).desired).toBe(1);
});

test('a fault can wait for a call of any service', async () => {
  const { lab, settings } = sdkLab();
  await lab.fault({ code: 'AccessDeniedException', skip: 2, times: 1 });
  const [eks, rds] = [new EKS(settings), new RDS(settings)];
  await eks.listClusters();
  await rds.describeDBInstances();
  expect((await refusal(eks.listClusters()))[0]).toBe('AccessDeniedException');
  await rds.describeDBInstances();
});
