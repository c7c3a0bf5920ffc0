import { describe, expect, test } from 'vitest';
import { failuresOf, groupOf } from '../../../src/lib/aws/auto-scaling-answers.js';
import { ecsServiceOf } from '../../../src/lib/aws/ecs-answers.js';
import { nodegroupOf, updateOf } from '../../../src/lib/aws/eks-answers.js';

describe('a node group', () => {
  const answered = {
    clusterName: 'exchange-dev',
    nodegroupName: 'spot',
    nodegroupArn: 'arn:aws:eks:ap-northeast-2:123456789012:nodegroup/exchange-dev/spot/1ac2',
    status: 'DEGRADED' as const,
  };

  test('is what EKS says about it', () => {
    const whole = {
      ...answered,
      capacityType: 'SPOT' as const,
      scalingConfig: { minSize: 1, maxSize: 4, desiredSize: 2 },
      instanceTypes: ['t3.large', 't3a.large'],
      resources: { autoScalingGroups: [{ name: 'eks-spot-1ac2' }, {}] },
      health: {
        issues: [{ code: 'AsgInstanceLaunchFailures' as const, message: 'no capacity', resourceIds: ['x'] }],
      },
      tags: { Team: 'web' },
    };
    expect(nodegroupOf(whole)).toEqual({
      cluster: 'exchange-dev',
      name: 'spot',
      arn: answered.nodegroupArn,
      status: 'DEGRADED',
      ...{ min: 1, max: 4, desired: 2 },
      capacityType: 'SPOT',
      instanceTypes: ['t3.large', 't3a.large'],
      autoScalingGroups: ['eks-spot-1ac2'],
      issues: ['AsgInstanceLaunchFailures: no capacity'],
      tags: new Map([['Team', 'web']]),
    });
  });

  test('may say little', () => {
    expect(nodegroupOf(answered)).toMatchObject({
      capacityType: 'ON_DEMAND',
      ...{ min: 0, max: 0, desired: 0 },
      ...{ instanceTypes: [], autoScalingGroups: [], issues: [], tags: new Map() },
    });
    expect(nodegroupOf({ ...answered, nodegroupArn: undefined })).toBeUndefined();
  });

  test('tells what its update came to', () => {
    const errors = [{ errorCode: 'PodEvictionFailure' as const, errorMessage: 'a budget' }];
    expect(updateOf({ status: 'Failed', errors })).toEqual({
      status: 'Failed',
      errors: ['PodEvictionFailure: a budget'],
    });
    expect(updateOf({ status: 'InProgress' })).toEqual({ status: 'InProgress', errors: [] });
    expect(updateOf({})).toBeUndefined();
  });
});

describe('an Auto Scaling group', () => {
  const answered = {
    AutoScalingGroupName: 'web',
    AutoScalingGroupARN: 'arn:aws:autoscaling:ap-northeast-2:123456789012:autoScalingGroup:1:name/web',
    ...{ MinSize: 1, MaxSize: 4, DesiredCapacity: 2 },
    ...{ DefaultCooldown: 300, AvailabilityZones: [], HealthCheckType: 'EC2', CreatedTime: new Date(0) },
  };
  const instance = { AvailabilityZone: 'ap-northeast-2a', ProtectedFromScaleIn: false };

  test('is what Auto Scaling says about it', () => {
    const whole = {
      ...answered,
      Instances: [
        {
          ...instance,
          ...{ InstanceId: 'i-1', InstanceType: 't3.large', HealthStatus: 'Healthy' },
          ProtectedFromScaleIn: true,
          LifecycleState: 'InService' as const,
        },
        {
          ...instance,
          ...{ InstanceId: 'i-2', HealthStatus: 'UNHEALTHY' },
          LifecycleState: 'Terminating:Wait' as const,
        },
      ],
      SuspendedProcesses: [{ ProcessName: 'Launch', SuspensionReason: 'by kim' }],
      Status: 'Delete in progress',
      Tags: [{ Key: 'Team', Value: 'web', PropagateAtLaunch: true }],
    };
    expect(groupOf(whole)).toEqual({
      name: 'web',
      arn: answered.AutoScalingGroupARN,
      ...{ min: 1, max: 4, desired: 2 },
      instances: [
        { id: 'i-1', instanceType: 't3.large', lifecycle: 'InService', isHealthy: true, isProtected: true },
        {
          ...{ id: 'i-2', instanceType: undefined, lifecycle: 'Terminating:Wait' },
          ...{ isHealthy: false, isProtected: false },
        },
      ],
      suspended: ['Launch'],
      status: 'Delete in progress',
      tags: new Map([['Team', 'web']]),
    });
  });

  test('without a name is none', () => {
    expect(groupOf({ ...answered, AutoScalingGroupName: '' })).toBeUndefined();
  });

  describe('tells why it fails', () => {
    const now = Date.UTC(2026, 10, 23, 7);
    const activity = (hoursAgo: number, StatusCode: 'Failed' | 'Successful' | 'InProgress', words = {}) => ({
      ...{ ActivityId: '1', AutoScalingGroupName: 'web', Cause: 'At 2026-11-23T07:00:00Z a user request' },
      ...{ StatusCode, StartTime: new Date(now - hoursAgo * 3_600_000), ...words },
    });

    test('as far back as it did', () => {
      const activities = [
        activity(0.1, 'Failed', { StatusMessage: 'no capacity' }),
        activity(0.2, 'Failed', { Description: 'Launching a new EC2 instance' }),
        activity(0.3, 'Failed'),
        activity(0.4, 'Successful'),
        activity(0.5, 'Failed', { StatusMessage: 'long over' }),
      ];
      expect(failuresOf(activities, now)).toEqual([
        'no capacity',
        'Launching a new EC2 instance',
        'without a word',
      ]);
    });

    test('unless it does no more', () => {
      expect(failuresOf([activity(0, 'InProgress'), activity(0.1, 'Failed')], now)).toEqual([]);
      expect(failuresOf([], now)).toEqual([]);
    });

    test('unless that was the evening before', () => {
      expect(failuresOf([activity(7, 'Failed')], now)).toEqual([]);
      expect(failuresOf([activity(1, 'Failed'), activity(7, 'Failed')], now)).toHaveLength(1);
    });
  });
});

describe('a service of ECS', () => {
  const answered = {
    serviceName: 'api',
    serviceArn: 'arn:aws:ecs:ap-northeast-2:123456789012:service/shop/api',
    clusterArn: 'arn:aws:ecs:ap-northeast-2:123456789012:cluster/shop',
    status: 'ACTIVE',
  };

  test('is what ECS says about it', () => {
    const whole = {
      ...answered,
      ...{ desiredCount: 3, runningCount: 2, pendingCount: 1, launchType: 'FARGATE' as const },
      events: [
        { createdAt: new Date(1_000), message: 'older' },
        { createdAt: new Date(2_000), message: '(service api) was unable to place a task' },
      ],
      tags: [{ key: 'Team', value: 'web' }],
    };
    expect(ecsServiceOf('shop', whole)).toEqual({
      cluster: 'shop',
      name: 'api',
      arn: answered.serviceArn,
      status: 'ACTIVE',
      isDaemon: false,
      ...{ desired: 3, running: 2, pending: 1 },
      launchType: 'FARGATE',
      newestEvent: '(service api) was unable to place a task',
      tags: new Map([['Team', 'web']]),
    });
  });

  test('may say little', () => {
    expect(ecsServiceOf('shop', { ...answered, schedulingStrategy: 'DAEMON' })).toMatchObject({
      isDaemon: true,
      ...{ desired: 0, running: 0, pending: 0 },
      ...{ launchType: undefined, newestEvent: undefined, tags: new Map() },
    });
    expect(ecsServiceOf('shop', { ...answered, serviceArn: '' })).toBeUndefined();
  });
});
