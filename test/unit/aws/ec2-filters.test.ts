import { describe, expect, test } from 'vitest';
import { instanceOf } from '../../../src/lib/aws/ec2-answers.js';
import { instanceFilters, matchesTags } from '../../../src/lib/aws/ec2-filters.js';

describe('instanceFilters', () => {
  test('asks for each id once, 200 at a time', () => {
    const ids = Array.from({ length: 201 }, (_, index) => `i-${index}`);
    expect(instanceFilters({ ids: [...ids, 'i-0'] })).toEqual([
      [{ Name: 'instance-id', Values: ids.slice(0, 200) }],
      [{ Name: 'instance-id', Values: ['i-200'] }],
    ]);
    expect(instanceFilters({ ids: [] })).toEqual([]);
  });

  test('asks for all tags at once, and for their values as they are written', () => {
    expect(instanceFilters({ tags: { Name: 'kafka-*', 'team?': 'a\\b' } })).toEqual([
      [
        { Name: 'tag:Name', Values: ['kafka-\\*'] },
        { Name: 'tag:team?', Values: ['a\\\\b'] },
      ],
    ]);
  });
});

test('matchesTags wants all tags, and more do not matter', () => {
  const Tags = [
    { Key: 'Name', Value: 'kafka' },
    { Key: 'env', Value: 'dev' },
  ];
  const instance = instanceOf({ InstanceId: 'i-0', State: { Name: 'running' }, Tags });
  if (instance === undefined) expect.unreachable();
  expect(matchesTags(instance, { Name: 'kafka' })).toBe(true);
  expect(matchesTags(instance, { Name: 'kafka', env: 'prod' })).toBe(false);
  expect(matchesTags(instance, { name: 'kafka' })).toBe(false);
});
