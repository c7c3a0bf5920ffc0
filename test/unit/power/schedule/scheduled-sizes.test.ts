import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../../src/lib/aws/contract/scheduler.js';
import { scheduledSizes } from '../../../../src/lib/power/schedule/scheduled-sizes.js';
import { wantedSchedules } from '../../../../src/lib/power/schedule/wanted.js';
import { memberOf, wishOf } from './builders.js';

const arn = 'arn:aws:eks:ap-northeast-2:123456789012:nodegroup/shop/spot/1ac3';
const nodes = memberOf({
  resource: { kind: 'nodegroup', cluster: 'shop', name: 'spot' },
  id: arn,
  size: { min: 1, desired: 2 },
});
const kafka = memberOf({ resource: { kind: 'ec2', cluster: undefined, name: 'i-1' } });

const schedulesOf = (members = [nodes, kafka], own = {}): readonly Schedule[] =>
  wantedSchedules(members, wishOf(own)).map(({ schedule }) => schedule);

const expected = new Map([
  [`nodegroup ${arn}`, { min: 1, desired: 2 }],
  ['ec2 i-1', undefined],
]);

describe('what the schedules wake to', () => {
  test('by the keys of sleepers, in whatever order they are listed', () => {
    expect(scheduledSizes(schedulesOf())).toEqual(expected);
    expect(scheduledSizes([...schedulesOf()].reverse())).toEqual(expected);
    expect(scheduledSizes([])).toEqual(new Map());
  });

  test('also where no schedule wakes', () => {
    expect(scheduledSizes(schedulesOf([nodes, kafka], { wake: [] }))).toEqual(expected);
    expect(scheduledSizes(schedulesOf([{ ...nodes, isWokenByHand: true }, kafka]))).toEqual(expected);
  });

  test('is what the wake says, and not an older description', () => {
    const [sleep, wake] = schedulesOf([nodes]);
    if (sleep === undefined || wake === undefined) throw new Error('there are two');
    const older = {
      ...sleep,
      description: `exops: sleep of nodegroup spot, which wakes to 9 (min 9) [${arn}]`,
    };
    expect(scheduledSizes([older, wake]).get(`nodegroup ${arn}`)).toEqual({ min: 1, desired: 2 });
  });

  test('says nothing of a size that no schedule tells', () => {
    const [sleep] = schedulesOf([nodes]);
    if (sleep === undefined) throw new Error('there are two');
    expect(scheduledSizes([sleep])).toEqual(new Map([[`nodegroup ${arn}`, { min: 1, desired: 2 }]]));
    expect(scheduledSizes([{ ...sleep, description: 'Nodes off' }])).toEqual(new Map());
  });

  test('leaves out schedules that do something else', () => {
    const [, , stop] = schedulesOf();
    if (stop === undefined) throw new Error('there are four');
    const reboot = { ...stop, target: 'arn:aws:scheduler:::aws-sdk:ec2:rebootInstances' };
    expect(scheduledSizes([reboot])).toEqual(new Map());
  });

  test('knows things by their names where the description was rewritten', () => {
    const rewritten = schedulesOf([kafka]).map((one) => ({ ...one, description: 'Kafka off' }));
    expect(scheduledSizes(rewritten)).toEqual(new Map([['ec2 i-1', undefined]]));
  });
});
