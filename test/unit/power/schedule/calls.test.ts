import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Size } from '../../../../src/lib/power/model.js';
import { callOf, isSized, readCall, sameInput } from '../../../../src/lib/power/schedule/calls.js';
import type { Resource } from '../../../../src/lib/power/schedule/model.js';

const plain = (kind: Resource['kind'], name: string): Resource => ({ kind, name, cluster: undefined });
const nodes: Resource = { kind: 'nodegroup', cluster: 'shop', name: 'spot' };
const api: Resource = { kind: 'ecs', cluster: 'shop', name: 'api' };

/** Target without its beginning, and parameters. */
function called(resource: Resource, direction: 'sleep' | 'wake', size?: Size) {
  const { target, input } = callOf(resource, direction, { size, partition: 'aws' });
  expect(target.startsWith('arn:aws:scheduler:::aws-sdk:')).toBe(true);
  return [target.slice('arn:aws:scheduler:::aws-sdk:'.length), JSON.parse(input)];
}

describe('what Scheduler is to call', () => {
  test.each([
    ['sleep', plain('ec2', 'i-1'), 'ec2:stopInstances', { InstanceIds: ['i-1'] }],
    ['wake', plain('ec2', 'i-1'), 'ec2:startInstances', { InstanceIds: ['i-1'] }],
    ['sleep', plain('rds', 'db'), 'rds:stopDBInstance', { DbInstanceIdentifier: 'db' }],
    ['wake', plain('rds', 'db'), 'rds:startDBInstance', { DbInstanceIdentifier: 'db' }],
    ['sleep', plain('rds-cluster', 'au'), 'rds:stopDBCluster', { DbClusterIdentifier: 'au' }],
    ['wake', plain('rds-cluster', 'au'), 'rds:startDBCluster', { DbClusterIdentifier: 'au' }],
  ] as const)('%s of %j', (direction, resource, action, parameters) => {
    expect(called(resource, direction)).toEqual([action, parameters]);
  });

  test('of a node group: least and wanted, never the most', () => {
    const of = { ClusterName: 'shop', NodegroupName: 'spot' };
    expect(called(nodes, 'sleep', { min: 1, max: 4, desired: 2 })).toEqual([
      'eks:updateNodegroupConfig',
      { ...of, ScalingConfig: { MinSize: 0, DesiredSize: 0 } },
    ]);
    expect(called(nodes, 'wake', { min: 1, max: 4, desired: 2 })).toEqual([
      'eks:updateNodegroupConfig',
      { ...of, ScalingConfig: { MinSize: 1, DesiredSize: 2 } },
    ]);
  });

  test('of an Auto Scaling group', () => {
    expect(called(plain('asg', 'web'), 'sleep')).toEqual([
      'autoscaling:updateAutoScalingGroup',
      { AutoScalingGroupName: 'web', MinSize: 0, DesiredCapacity: 0 },
    ]);
    expect(called(plain('asg', 'web'), 'wake', { desired: 3 })).toEqual([
      'autoscaling:updateAutoScalingGroup',
      { AutoScalingGroupName: 'web', DesiredCapacity: 3 },
    ]);
  });

  test('of an ECS service', () => {
    expect(called(api, 'sleep')).toEqual([
      'ecs:updateService',
      { Cluster: 'shop', Service: 'api', DesiredCount: 0 },
    ]);
    expect(called(api, 'wake', { desired: 2 })).toEqual([
      'ecs:updateService',
      { Cluster: 'shop', Service: 'api', DesiredCount: 2 },
    ]);
  });

  test('in another partition', () => {
    expect(callOf(plain('ec2', 'i-1'), 'sleep', { partition: 'aws-cn' }).target).toBe(
      'arn:aws-cn:scheduler:::aws-sdk:ec2:stopInstances',
    );
  });
});

describe('what a schedule does', () => {
  const name = fc.string({ minLength: 1, maxLength: 30 });
  const count = fc.integer({ min: 1, max: 1_000 });
  const world = fc.record({
    kind: fc.constantFrom('ecs', 'nodegroup', 'asg', 'rds', 'rds-cluster', 'ec2'),
    ...{ cluster: name, name, desired: count, min: fc.option(count, { nil: undefined }) },
    direction: fc.constantFrom('sleep', 'wake'),
  });

  test('is read back as it was written', () => {
    fc.assert(
      fc.property(world, ({ kind, cluster, name: called, desired, min, direction }) => {
        const isIn = kind === 'ecs' || kind === 'nodegroup';
        const resource = { kind, name: called, cluster: isIn ? cluster : undefined };
        const hasLeast = min !== undefined && kind !== 'ecs';
        const size = isSized(kind) ? { desired, ...(hasLeast ? { min } : {}) } : undefined;
        const call = callOf(resource, direction, { size, partition: 'aws' });
        expect(readCall(call)).toEqual({
          ...{ resource, direction },
          size: direction === 'sleep' ? undefined : size,
        });
      }),
    );
  });

  const target = (action: string) => `arn:aws:scheduler:::aws-sdk:${action}`;

  test.each([
    ['ec2:rebootInstances', '{"InstanceIds":["i-1"]}'],
    ['ec2:stopInstances', '{"InstanceIds":["i-1","i-2"]}'],
    ['ec2:stopInstances', '{"InstanceIds":[]}'],
    ['ec2:stopInstances', '{"InstanceIds":[1]}'],
    ['ec2:stopInstances', '[]'],
    ['ec2:stopInstances', ''],
    ['ec2:stopInstances', '{'],
    ['rds:stopDBInstance', '{"DBInstanceIdentifier":"db"}'],
    ['eks:updateNodegroupConfig', '{"ClusterName":"a","NodegroupName":"b"}'],
    [
      'eks:updateNodegroupConfig',
      '{"ClusterName":"a","NodegroupName":"b","ScalingConfig":{"DesiredSize":-1}}',
    ],
    ['eks:updateNodegroupConfig', '{"NodegroupName":"b","ScalingConfig":{"DesiredSize":1}}'],
    ['ecs:updateService', '{"Cluster":"a","Service":"b","ForceNewDeployment":true}'],
    ['autoscaling:updateAutoScalingGroup', '{"AutoScalingGroupName":"a","DesiredCapacity":"2"}'],
  ])('is none of ours: %s %s', (action, input) => {
    expect(readCall({ target: target(action), input })).toBeUndefined();
  });

  test('of another kind of target is none of ours either', () => {
    const input = '{"InstanceIds":["i-1"]}';
    expect(readCall({ target: 'arn:aws:lambda:r:1:function:ec2:stopInstances', input })).toBeUndefined();
  });

  test('is the same in another order, and not with anything more', () => {
    expect(sameInput('{"a":1,"b":{"c":2,"d":3}}', ' {"b":{"d":3,"c":2},"a":1}')).toBe(true);
    expect(sameInput('{"a":1}', '{"a":1,"b":null}')).toBe(false);
    expect(sameInput('{"a":[1,2]}', '{"a":[2,1]}')).toBe(false);
    expect(sameInput('x', 'x')).toBe(true);
    expect(sameInput('x', 'y')).toBe(false);
  });
});
