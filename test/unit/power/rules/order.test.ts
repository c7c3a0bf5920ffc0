import { describe, expect, test } from 'vitest';
import { placeOf, stagesOf, whyThere } from '../../../../src/lib/power/rules/order.js';
import { type SleeperKind, sleeperKinds } from '../../../../src/lib/power/sleep-entry.js';

interface Member {
  readonly kind: SleeperKind;
  readonly order?: number;
}

const stages = (members: readonly Member[], direction: 'sleep' | 'wake') =>
  stagesOf(members, ({ kind, order }) => placeOf(kind, { order }, direction), direction).map((stage) =>
    stage.map(({ kind, order }) => (order === undefined ? kind : `${kind} ${order}`)),
  );

const all = sleeperKinds.map((kind): Member => ({ kind }));

describe('by default', () => {
  test('what uses others sleeps first, and Kafka last', () => {
    expect(stages(all, 'sleep')).toEqual([
      ['workload', 'ecs', 'nodegroup', 'asg'],
      ['rds', 'rds-cluster'],
      ['ec2'],
    ]);
  });

  test('databases and Kafka wake first, at once', () => {
    expect(stages(all, 'wake')).toEqual([
      ['rds', 'rds-cluster', 'ec2'],
      ['workload', 'ecs', 'nodegroup', 'asg'],
    ]);
  });
});

test('an order of its own goes before that of its kind', () => {
  const own: readonly Member[] = [{ kind: 'rds', order: 5 }, { kind: 'ec2', order: 20 }, ...all];
  expect(stages(own, 'sleep')).toEqual([
    ['rds 5'],
    ['workload', 'ecs', 'nodegroup', 'asg'],
    ['ec2 20', 'rds', 'rds-cluster'],
    ['ec2'],
  ]);
  expect(stages(own, 'wake')).toEqual([
    ['rds', 'rds-cluster', 'ec2'],
    ['ec2 20'],
    ['workload', 'ecs', 'nodegroup', 'asg'],
    ['rds 5'],
  ]);
});

test.each([
  ['nodegroup', undefined, 'sleep', 'before what it uses'],
  ['rds', undefined, 'sleep', 'after what uses it'],
  ['ec2', undefined, 'wake', 'before what uses it'],
  ['ecs', undefined, 'wake', 'after what it uses'],
  ['ecs', 40, 'wake', 'order 40'],
] as const)('why %s %s is where it is in a %s', (kind, order, direction, why) => {
  expect(whyThere(kind, { order }, direction)).toBe(why);
});
