import { describe, expect, test } from 'vitest';
import { permissionsPolicy, trustPolicy } from '../../../../src/lib/power/schedule/role-policy.js';
import { memberOf } from './builders.js';

const place = {
  partition: 'aws',
  region: 'ap-northeast-2',
  accountId: '123456789012',
  group: 'exops-dev',
};

test('only Scheduler takes on the role, and only for the schedules of this group', () => {
  expect(trustPolicy(place)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: {
          StringEquals: {
            'aws:SourceAccount': '123456789012',
            'aws:SourceArn': 'arn:aws:scheduler:ap-northeast-2:123456789012:schedule-group/exops-dev',
          },
        },
      },
    ],
  });
});

const plain = (kind: 'ec2' | 'rds' | 'rds-cluster' | 'asg', name: string) =>
  memberOf({ resource: { kind, cluster: undefined, name } });

describe('what the role may do', () => {
  test('is what puts exactly these to sleep and wakes them', () => {
    const arn = 'arn:aws:eks:ap-northeast-2:123456789012:nodegroup/shop/spot/1ac3';
    const members = [
      memberOf({ resource: { kind: 'nodegroup', cluster: 'shop', name: 'spot' }, id: arn }),
      plain('rds', 'mysql'),
      plain('rds', 'postgres'),
      plain('rds-cluster', 'aurora'),
      plain('ec2', 'i-1'),
      plain('asg', 'web'),
      memberOf({ resource: { kind: 'ecs', cluster: 'shop', name: 'api' } }),
    ];
    const own = (service: string, rest: string) => `arn:aws:${service}:ap-northeast-2:123456789012:${rest}`;
    expect(permissionsPolicy(members, place).Statement).toEqual([
      { Effect: 'Allow', Action: ['eks:UpdateNodegroupConfig'], Resource: [arn] },
      {
        Effect: 'Allow',
        Action: ['rds:StopDBInstance', 'rds:StartDBInstance'],
        Resource: [own('rds', 'db:mysql'), own('rds', 'db:postgres')],
      },
      {
        Effect: 'Allow',
        Action: ['rds:StopDBCluster', 'rds:StartDBCluster'],
        Resource: [own('rds', 'cluster:aurora')],
      },
      {
        Effect: 'Allow',
        Action: ['ec2:StopInstances', 'ec2:StartInstances'],
        Resource: [own('ec2', 'instance/i-1')],
      },
      {
        Effect: 'Allow',
        Action: ['autoscaling:UpdateAutoScalingGroup'],
        Resource: [own('autoscaling', 'autoScalingGroup:*:autoScalingGroupName/web')],
      },
      { Effect: 'Allow', Action: ['ecs:UpdateService'], Resource: [own('ecs', 'service/shop/api')] },
    ]);
  });

  test('is not to wake what only a person wakes', () => {
    const byHand = { ...plain('ec2', 'i-1'), isWokenByHand: true };
    expect(permissionsPolicy([byHand, plain('ec2', 'i-2')], place).Statement).toEqual([
      {
        Effect: 'Allow',
        Action: ['ec2:StopInstances'],
        Resource: [
          'arn:aws:ec2:ap-northeast-2:123456789012:instance/i-1',
          'arn:aws:ec2:ap-northeast-2:123456789012:instance/i-2',
        ],
      },
      {
        Effect: 'Allow',
        Action: ['ec2:StartInstances'],
        Resource: ['arn:aws:ec2:ap-northeast-2:123456789012:instance/i-2'],
      },
    ]);
  });

  test('in another partition', () => {
    const china = { ...place, partition: 'aws-cn', region: 'cn-north-1' };
    expect(JSON.stringify([trustPolicy(china), permissionsPolicy([plain('rds', 'a')], china)])).not.toContain(
      'arn:aws:',
    );
  });

  test('is nothing for nothing', () => {
    expect(permissionsPolicy([], place).Statement).toEqual([]);
  });
});
