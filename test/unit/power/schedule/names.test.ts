import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Resource } from '../../../../src/lib/power/schedule/model.js';
import { groupName, isNameOf, scheduleName } from '../../../../src/lib/power/schedule/names.js';

const kinds = ['ecs', 'nodegroup', 'asg', 'rds', 'rds-cluster', 'ec2'] as const;
/** Near each other, so that two are often nearly the same. */
const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '-', '.', '1'), minLength: 1, maxLength: 4 }),
  fc.string({ minLength: 1, maxLength: 80 }),
  fc.constantFrom(
    'cluster-a',
    'sleep',
    'a-sleep',
    'a-sleep-2',
    'a-0123456789',
    'x'.repeat(54),
    'x'.repeat(55),
  ),
);
const resource: fc.Arbitrary<Resource> = fc
  .record({ kind: fc.constantFrom(...kinds), cluster: word, name: word })
  .map(({ kind, cluster, name }) => ({
    ...{ kind, name },
    cluster: kind === 'ecs' || kind === 'nodegroup' ? cluster : undefined,
  }));
const direction = fc.constantFrom('sleep' as const, 'wake' as const);
const index = fc.integer({ min: 0, max: 20 });

describe('names of schedules', () => {
  const of = (kind: Resource['kind'], name: string, cluster?: string) =>
    scheduleName({ kind, name, cluster }, 'sleep', 0);

  test('say what they are for', () => {
    expect(of('rds', 'exchange-dev-mysql')).toBe('rds-exchange-dev-mysql-sleep');
    expect(of('nodegroup', 'spot', 'shop')).toBe('nodegroup-shop.spot-sleep');
    expect(of('ec2', 'i-0123456789abcdef0')).toBe('ec2-i-0123456789abcdef0-sleep');
    const mysql: Resource = { kind: 'rds', name: 'a', cluster: undefined };
    expect(scheduleName(mysql, 'wake', 0)).toBe('rds-a-wake');
    expect(scheduleName(mysql, 'wake', 1)).toBe('rds-a-wake-2');
  });

  test('keep what can be kept of other names, and are still their own', () => {
    expect(of('asg', 'web / eu')).toMatch(/^asg-web-eu-[0-9a-f]{10}-sleep$/);
    expect(of('asg', 'web / eu')).not.toBe(of('asg', 'web : eu'));
    expect(of('asg', '웹')).toMatch(/^asg---[0-9a-f]{10}-sleep$/);
    expect(of('asg', 'x'.repeat(100))).toMatch(/^asg-x{39}-[0-9a-f]{10}-sleep$/);
    expect(of('rds', 'cluster-a')).not.toBe(of('rds-cluster', 'a'));
    expect(of('nodegroup', 'c', 'a-b')).not.toBe(of('nodegroup', 'b-c', 'a'));
  });

  test('are as Scheduler takes them', () => {
    fc.assert(
      fc.property(resource, direction, index, (one, which, time) => {
        expect(scheduleName(one, which, time)).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
      }),
    );
  });

  test('are different for different resources, directions and times, and the same for the same', () => {
    const schedule = fc.tuple(resource, direction, index);
    fc.assert(
      fc.property(schedule, schedule, (one, other) => {
        const isSame = JSON.stringify(one) === JSON.stringify(other);
        expect(scheduleName(...one) === scheduleName(...other)).toBe(isSame);
      }),
      { numRuns: 2_000 },
    );
  });

  test('lead back to their resource, and to no other', () => {
    fc.assert(
      fc.property(resource, resource, direction, index, (one, other, which, time) => {
        const name = scheduleName(one, which, time);
        expect(isNameOf(one, name)).toBe(true);
        expect(isNameOf(other, name)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('names of groups', () => {
  test('are those of environments', () => {
    expect(groupName('dev')).toBe('exops-dev');
    expect(groupName('dev 1')).toMatch(/^exops-dev-1-[0-9a-f]{10}$/);
  });

  test('are as Scheduler takes them, and different for different environments', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        expect(groupName(one)).toMatch(/^[0-9a-zA-Z-_.]{1,64}$/);
        expect(groupName(one) === groupName(other)).toBe(one === other);
      }),
      { numRuns: 1_000 },
    );
  });
});
