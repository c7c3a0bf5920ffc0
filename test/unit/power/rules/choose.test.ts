import { describe, expect, test } from 'vitest';
import type { Listed } from '../../../../src/lib/power/find-sleepers.js';
import { choose } from '../../../../src/lib/power/rules/choose.js';
import { isCalled, nameOf, selectorWords } from '../../../../src/lib/power/rules/names.js';
import type { SleepEntry, SleepSelector } from '../../../../src/lib/power/sleep-entry.js';
import { failureOf } from '../../config/failure.js';
import type { Draft } from '../thing.js';
import { World } from '../world.js';

/** Each thing by a line of its own. */
function listed(drafts: readonly Draft[], missing: readonly SleepSelector[] = []): readonly Listed[] {
  const world = new World(drafts);
  const sleepers = world.sleepers();
  const found = world
    .entries()
    .map((entry, index) => ({ entry, sleepers: sleepers.slice(index, index + 1) }));
  const lost = missing.map((selector): Listed => ({ entry: entryOf(selector), sleepers: [] }));
  return [...found, ...lost];
}

const entryOf = (selector: SleepSelector, over: Partial<SleepEntry> = {}): SleepEntry => ({
  ...{ selector, order: undefined, skip: false, wake: 'automatic', at: 'exops.yaml:9:9' },
  ...over,
});

const shop: Draft = { kind: 'rds', name: 'shop' };
const web: Draft = { kind: 'asg', name: 'web', size: { desired: 2 } };
const kafka: Draft = { kind: 'ec2', name: 'i-0abc (kafka)' };
const lost: SleepSelector = { kind: 'ecs', cluster: 'shop', choice: { by: 'name', name: 'api' } };

const names = (from: readonly Listed[], words: readonly string[]) =>
  choose(from, words).chosen.map(({ sleeper }) => nameOf(sleeper));

describe('by words', () => {
  test('all of the list without any', () => {
    const { chosen, missing } = choose(listed([shop, web], [lost]), []);
    expect(chosen.map(({ sleeper, isNamed }) => [nameOf(sleeper), isNamed])).toEqual([
      ['rds shop', false],
      ['asg web', false],
    ]);
    expect(missing.map(({ selector }) => selectorWords(selector))).toEqual(['ecs shop/api']);
  });

  test.each(['i-0abc', 'kafka', 'i-0abc (kafka)', 'ec2 kafka', 'ec2 i-0abc', 'id-i-0abc (kafka)'])(
    '%s',
    (word) => {
      const { chosen, missing } = choose(listed([shop, kafka, web], [lost]), [word]);
      expect(chosen.map(({ sleeper, isNamed }) => [nameOf(sleeper), isNamed])).toEqual([
        ['ec2 i-0abc (kafka)', true],
      ]);
      expect(missing).toEqual([]);
    },
  );

  test('in the order of the list, and each once', () => {
    expect(names(listed([shop, web, kafka]), ['kafka', 'shop', 'rds shop'])).toEqual([
      'rds shop',
      'ec2 i-0abc (kafka)',
    ]);
  });

  test.each(['shop/api', 'ecs shop/api'])('a line that chooses nothing, by %s', (word) => {
    const { chosen, missing } = choose(listed([shop], [lost]), [word]);
    expect([chosen.length, missing.length]).toEqual([0, 1]);
  });

  test('what the list does not have', async () => {
    const error = await failureOf(() => choose(listed([shop, web], [lost]), ['shp']));
    expect(error).toMatchObject({
      exitCode: 2,
      message: 'The sleep list of exops.yaml has no "shp" (did you mean "shop"?). Nothing has changed.',
      hint: 'It has: rds shop, asg web, ecs shop/api',
    });
  });

  test('what names two', async () => {
    const both = listed([shop, { ...web, name: 'shop' }]);
    const error = await failureOf(() => choose(both, ['shop']));
    expect(error).toMatchObject({
      exitCode: 2,
      message: '"shop" is rds shop and asg shop. Nothing has changed.',
      hint: 'Write it with its kind, in quotes: "rds shop"',
    });
    expect(names(both, ['asg shop'])).toEqual(['asg shop']);
  });

  test('no escape sequence of a name gets to the terminal', async () => {
    const error = await failureOf(() => choose(listed([{ ...shop, name: 'a\u001b[31m' }]), ['x']));
    expect(`${error.message} ${error.hint}`).not.toContain('\u001b');
  });
});

test('what several lines choose is one thing, with what any of them says', () => {
  const [first] = listed([web]);
  if (first === undefined) throw new Error('nothing listed');
  const tags = entryOf(
    { kind: 'asg', choice: { by: 'tags', tags: { Team: 'web' } } },
    { order: 5, skip: true },
  );
  const again: Listed = { entry: { ...tags, wake: 'manual' }, sleepers: first.sleepers };
  for (const both of [
    [first, again],
    [again, first],
  ]) {
    const { chosen } = choose(both, []);
    expect(chosen).toHaveLength(1);
    expect(chosen[0]?.entry).toMatchObject({ order: 5, skip: true, wake: 'manual' });
  }
});

test('a skipped line that chooses nothing is no mistake', () => {
  const skipped: Listed = { entry: entryOf(lost, { skip: true }), sleepers: [] };
  expect(choose([skipped], []).missing).toEqual([]);
});

test('how lines are called', () => {
  expect([
    selectorWords({ kind: 'nodegroup', cluster: 'shop', choice: { by: 'name', name: 'spot' } }),
    selectorWords({ kind: 'workload', workload: 'StatefulSet', name: 'shard-1' }),
    selectorWords({ kind: 'nodegroup', cluster: 'shop', choice: { by: 'tags', tags: { Team: 'web' } } }),
    selectorWords({ kind: 'ecs', cluster: 'shop', choice: { by: 'tags', tags: { A: 'x', B: 'y' } } }),
    selectorWords({ kind: 'workload', labels: { app: 'web' } }),
    selectorWords({ kind: 'workload', labels: { app: 'web', tier: 'ui' } }),
    selectorWords({ kind: 'rds', choice: { by: 'tags', tags: { Team: 'web' } } }),
    selectorWords({ kind: 'ec2', choice: { by: 'tags', tags: { Team: 'web', Env: 'dev' } } }),
  ]).toEqual([
    'nodegroup spot',
    'workload statefulset/shard-1',
    'nodegroup of shop with the tag Team=web',
    'ecs of shop with the tags A=x, B=y',
    'workload with the label app=web',
    'workload with the labels app=web, tier=ui',
    'rds with the tag Team=web',
    'ec2 with the tags Team=web, Env=dev',
  ]);
});

test('a part of a name is no name', () => {
  expect(isCalled({ kind: 'ec2', id: 'i-0abc', name: 'i-0abc (kafka)' }, 'kaf')).toBe(false);
});
