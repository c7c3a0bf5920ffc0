import { describe, expect, test } from 'vitest';
import { resourceNamed, resourceOf } from '../../../../src/lib/power/schedule/resource.js';
import type { SleepSelector } from '../../../../src/lib/power/sleep-entry.js';

const at = 'ap-northeast-2:123456789012';
const spot = `arn:aws:eks:${at}:nodegroup/shop/spot/0cb8`;
const shop = `arn:aws:eks:${at}:cluster/shop`;

describe('what a schedule asks for', () => {
  test.each([
    ['spot', 'shop'],
    ['shop/spot', 'shop'],
    [spot, shop],
    // The list may say what EKS no longer does.
    ['of-old', 'of-old'],
  ])('is a node group by its id, listed as %s of %s', (name, cluster) => {
    expect(
      resourceOf(
        { kind: 'nodegroup', id: spot },
        { kind: 'nodegroup', cluster, choice: { by: 'name', name } },
      ),
    ).toEqual({
      ...{ kind: 'nodegroup', cluster: 'shop', name: 'spot' },
    });
  });

  test('is a service, also where its ARN has no cluster', () => {
    const api = { kind: 'ecs', cluster: 'shop', name: 'api' };
    const choice = { by: 'name', name: 'shop/api' } as const;
    const selector = { kind: 'ecs', cluster: `arn:aws:ecs:${at}:cluster/shop`, choice } as const;
    for (const id of [`arn:aws:ecs:${at}:service/shop/api`, `arn:aws:ecs:${at}:service/api`])
      expect(resourceOf({ kind: 'ecs', id }, selector)).toEqual(api);
  });

  test('is a service that tags choose, whatever its ARN', () => {
    const choice = { by: 'tags', tags: { Team: 'web' } } as const;
    for (const id of [`arn:aws:ecs:${at}:service/shop/api`, `arn:aws:ecs:${at}:service/api`])
      expect(resourceOf({ kind: 'ecs', id }, { kind: 'ecs', cluster: 'shop', choice })).toEqual({
        ...{ kind: 'ecs', cluster: 'shop', name: 'api' },
      });
    expect(resourceNamed({ kind: 'ecs', cluster: 'shop', choice })).toBeUndefined();
  });

  test('is a database by the name in its ARN, and an instance by its id', () => {
    const rds = { kind: 'rds', choice: { by: 'tags', tags: { Team: 'web' } } } as const;
    expect(resourceOf({ kind: 'rds', id: `arn:aws:rds:${at}:db:main` }, rds)?.name).toBe('main');
    const ec2 = { kind: 'ec2', choice: { by: 'name', name: 'i-1' } } as const;
    expect(resourceOf({ kind: 'ec2', id: 'i-1' }, ec2)?.name).toBe('i-1');
  });
});

test('what a line names, though there is none', () => {
  const named = (selector: SleepSelector) => resourceNamed(selector);
  expect(named({ kind: 'nodegroup', cluster: shop, choice: { by: 'name', name: spot } })).toEqual({
    ...{ kind: 'nodegroup', cluster: 'shop', name: 'spot' },
  });
  expect(named({ kind: 'rds', choice: { by: 'name', name: 'Main' } })?.name).toBe('main');
  expect(named({ kind: 'rds', choice: { by: 'tags', tags: { a: 'b' } } })).toBeUndefined();
  expect(named({ kind: 'workload', workload: 'Deployment', name: 'web' })).toBeUndefined();
});
