import { describe, expect, test } from 'vitest';
import { confirmationFor } from '../../../src/lib/change/confirmation.js';
import { planFingerprint } from '../../../src/lib/change/plan-document.js';
import { failureOf } from '../config/failure.js';
import { planned, record, recordedAt, type Scene, shown } from './planned.js';
import type { Draft } from './thing.js';

const spot: Draft = { kind: 'nodegroup', name: 'spot', size: { min: 1, max: 4, desired: 2 } };
const web: Draft = { kind: 'asg', name: 'web', size: { min: 0, max: 3, desired: 3 } };
const shop: Draft = { kind: 'rds', name: 'shop' };
const kafka: Draft = { kind: 'ec2', name: 'i-0abc (kafka)' };
const two = record('min=1 max=4 desired=2');
const on = record('state=on');

const sleeping = (drafts: readonly Draft[], scene: Scene = {}) => shown(planned('sleep', drafts, scene));

test('a whole environment, in its order, with what it costs', () => {
  const lossy: Draft = {
    ...kafka,
    losses: [{ text: 'gives up its public address 3.35.1.2', isData: false }],
  };
  expect(sleeping([lossy, shop, spot, web])).toBe(
    [
      '  ~ nodegroup spot  stage 1 of 3: before what it uses',
      '      desired  2 → 0',
      '      min  1 → 0',
      '  ~ asg web  stage 1 of 3: before what it uses',
      '      desired  3 → 0',
      '  ~ rds shop  stage 2 of 3: after what uses it',
      '      state  available → stopped',
      '  ~ ec2 i-0abc (kafka)  stage 3 of 3: after what uses it',
      '      state  running → stopped',
      '        caution: gives up its public address 3.35.1.2',
      '',
      'Plan: 4 to change.',
    ].join('\n'),
  );
});

describe('one thing', () => {
  const refusedBecause = (name: string, reason: string) =>
    `  ! ${name}  refused\n        ${reason}\n\nPlan: 1 refused.`;
  const left = (text: string, sum = 'Nothing to do.') => `    ${text}\n${sum}`;

  test.each<[string, Draft, Scene, string]>([
    ['awake', shop, {}, '  ~ rds shop\n      state  available → stopped\n\nPlan: 1 to change.'],
    [
      'busy: it is waited for',
      shop,
      { as: { shop: { state: 'busy' } } },
      '  ~ rds shop\n      state  available → stopped  it is backing-up: waited for\n\nPlan: 1 to change.',
    ],
    [
      'asleep',
      { ...shop, isOff: true, record: on },
      {},
      left('asleep already: rds shop', 'Nothing to do: 1 resource asleep.'),
    ],
    [
      'half-done',
      { ...spot, record: two },
      {},
      '  ~ nodegroup spot\n      desired  2 → 0  record kept: kim, WHEN\n      min  1 → 0\n\nPlan: 1 to change.',
    ],
    [
      'on its way',
      { ...spot, record: two, isOff: true },
      { as: { spot: { state: 'falling asleep' } } },
      '  ~ nodegroup spot\n      desired  0  it is ACTIVE already; record kept: kim, WHEN\n\nPlan: 1 to change.',
    ],
    [
      'a database that started itself',
      { ...shop, record: on },
      { now: recordedAt + 8 * 86_400_000 },
      '  ~ rds shop\n      state  available → stopped  record kept: kim, WHEN\n\nPlan: 1 to change.',
    ],
    ['skipped', { ...shop, skip: true }, {}, left('skipped, as exops.yaml says: rds shop')],
    [
      'skipped and named',
      { ...shop, skip: true },
      { wish: { names: ['shop'] } },
      refusedBecause('rds shop', 'exops.yaml says skip: true (exops.yaml:1:9)'),
    ],
    ['never', { ...shop, never: 'it is protected' }, {}, refusedBecause('rds shop', 'it is protected')],
    [
      'of no use',
      spot,
      { as: { spot: { state: 'unusable', trouble: 'Ec2SubnetNotFound: gone' } } },
      refusedBecause('nodegroup spot', 'Ec2SubnetNotFound: gone'),
    ],
    [
      'at 0 without a record',
      { ...spot, isOff: true },
      {},
      refusedBecause(
        'nodegroup spot',
        'it is at 0 and has no record: what should it wake to? Say it with --wakes-to "nodegroup spot=DESIRED"',
      ),
    ],
    [
      'at 0 without a record, though it is still busy',
      { ...spot, isOff: true },
      { as: { spot: { state: 'busy' } } },
      refusedBecause(
        'nodegroup spot',
        'it is at 0 and has no record: what should it wake to? Say it with --wakes-to "nodegroup spot=DESIRED"',
      ),
    ],
    [
      'at 0, and a person says what it was',
      { ...spot, isOff: true },
      { wish: { wakesTo: ['spot=1/2'] } },
      '  ~ nodegroup spot\n      wakes to  2 (min 1, max 4)\n\nPlan: 1 to change.',
    ],
    [
      'stopped by others',
      { ...shop, isOff: true },
      {},
      left('stopped, and not by exops: left alone (--wakes-to NAME=on takes it over): rds shop'),
    ],
    [
      'stopped by others, and taken over',
      { ...shop, isOff: true },
      { wish: { wakesTo: ['shop=on'] } },
      '  ~ rds shop\n      wakes to  on\n\nPlan: 1 to change.',
    ],
    [
      'asleep by the schedule',
      { ...spot, isOff: true },
      { scheduled: new Map([['nodegroup id-spot', { desired: 2 }]]) },
      left('asleep by the schedule: nodegroup spot', 'Nothing to do: 1 resource asleep.'),
    ],
    [
      'a record that is nonsense',
      { ...spot, isOff: true, record: 'size two' },
      {},
      refusedBecause(
        'nodegroup spot',
        'its record can\'t be read: it does not begin with v=1. It says "size two"; --wakes-to "nodegroup spot=DESIRED" replaces it',
      ),
    ],
    [
      'a record that is nonsense, replaced',
      { ...spot, isOff: true, record: 'size two' },
      { wish: { wakesTo: ['spot=2'] } },
      '  ~ nodegroup spot\n      wakes to  2 (min 0, max 4)\n\nPlan: 1 to change.',
    ],
    [
      'drifted',
      { ...spot, record: record('min=1 max=4 desired=3') },
      {},
      refusedBecause(
        'nodegroup spot',
        'its record says 3 (min 1, max 4), and it is 2 (min 1, max 4) now: --drifted record goes by its record, --drifted keep by what is there',
      ),
    ],
    [
      'drifted, by its record',
      { ...spot, record: record('min=1 max=4 desired=3') },
      { wish: { drifted: 'record' } },
      '  ~ nodegroup spot\n      desired  2 → 0  record kept: kim, WHEN\n      min  1 → 0\n\nPlan: 1 to change.',
    ],
    [
      'drifted, by what is there',
      { ...spot, record: record('min=1 max=4 desired=3') },
      { wish: { drifted: 'keep' } },
      '  ~ nodegroup spot\n      desired  2 → 0  record kept: kim, WHEN\n      min  1 → 0\n      wakes to  3 (min 1, max 4) (kim, WHEN) → 2 (min 1, max 4)\n\nPlan: 1 to change.',
    ],
    [
      '--wakes-to of something awake',
      spot,
      { wish: { wakesTo: ['spot=3'] } },
      refusedBecause(
        'nodegroup spot',
        '--wakes-to: it is awake, and wakes to what it is now, 2 (min 1, max 4)',
      ),
    ],
    [
      '--wakes-to of something with a record',
      { ...spot, isOff: true, record: two },
      { wish: { wakesTo: ['spot=3'] } },
      refusedBecause('nodegroup spot', '--wakes-to: it has a record (kim, WHEN), which is never overwritten'),
    ],
    [
      'gone',
      shop,
      { as: { shop: { isGone: true } } },
      refusedBecause('rds shop', 'there is none of this name, and exops.yaml:1:9 lists it'),
    ],
    [
      'stuck on its way up',
      spot,
      { as: { spot: { state: 'waking' } } },
      '  ~ nodegroup spot\n      desired  2 → 0  it is ACTIVE\n      min  1 → 0\n\nPlan: 1 to change.',
    ],
  ])('%s', (_, draft, scene, text) => {
    expect(sleeping([draft], scene)).toBe(text);
  });
});

describe("somebody else's run", () => {
  const minutes = (count: number) => recordedAt + count * 60_000;
  const begun: Draft = { ...spot, record: two };

  test('that is under way holds everything back', () => {
    const plan = planned('sleep', [begun, shop], { wish: { user: 'lee' }, now: minutes(9) });
    expect(plan.isIndivisible).toBe(true);
    expect(shown(plan)).toContain(
      'kim is putting it to sleep since WHEN. Wait for that, or go on all the same with --take-over',
    );
    expect(shown(plan)).toContain('Plan: 1 to change, 1 refused: nothing is done until that is put right.');
  });

  test.each<[string, Scene]>([
    ['my own', { now: minutes(1) }],
    ['long ago', { wish: { user: 'lee' }, now: minutes(10) }],
    ['taken over', { wish: { user: 'lee', takeOver: true }, now: minutes(1) }],
  ])('%s is gone on with', (_, scene) => {
    const plan = planned('sleep', [begun, shop], scene);
    expect([plan.changes.length, plan.refusals.length, plan.isIndivisible]).toEqual([2, 0, undefined]);
  });

  test('that is through with this one is no obstacle', () => {
    const asleep: Draft = { ...begun, isOff: true };
    const plan = planned('sleep', [asleep, shop], { wish: { user: 'lee' }, now: minutes(1) });
    expect([plan.changes.length, plan.unchanged]).toEqual([1, 1]);
  });
});

test('losing data takes words', () => {
  const plan = planned('sleep', [
    { ...kafka, losses: [{ text: 'loses what is on its instance store', isData: true }] },
    shop,
  ]);
  expect(plan.changes.map(({ name, severity, stakes }) => [name, severity, stakes])).toEqual([
    ['rds shop', 'safe', undefined],
    ['ec2 i-0abc (kafka)', 'destructive', 'loses data'],
  ]);
  expect(confirmationFor(plan, false)).toMatchObject({ ask: 'words', words: 'ec2 i-0abc (kafka)' });
});

test('what is busy now and is not in a moment makes the same plan', () => {
  const busy = planned('sleep', [shop, spot], { as: { shop: { state: 'busy' }, spot: { state: 'busy' } } });
  expect(planFingerprint(busy)).toBe(planFingerprint(planned('sleep', [shop, spot])));
});

test('the same world makes the same plan', () => {
  const drafts = [spot, web, shop, { ...kafka, record: on }];
  expect(planned('sleep', drafts)).toEqual(planned('sleep', drafts));
});

test.each([
  ['nobody=2', '--wakes-to "nobody" is none of these. Nothing has changed.'],
  ['kafka=on', '--wakes-to "kafka" is ec2 i-0abc (kafka) and asg kafka. Nothing has changed.'],
])('--wakes-to %s', async (wakesTo, message) => {
  const same = [kafka, { ...web, name: 'kafka' }];
  const wish = { wakesTo: [wakesTo] };
  expect(await failureOf(() => planned('sleep', same, { wish }))).toMatchObject({ message });
});

describe('what is told of Kafka', () => {
  const health = {
    behind: [
      { group: 'settlement', records: 1_204n },
      { group: 'mail', records: 3n },
    ],
    underReplicated: ['orders-0'],
  };
  const seen = { isMsk: false, sleepers: new Set<string>(), health };

  test('lag and missing replicas', () => {
    expect(sleeping([shop], { kafka: seen })).toContain(
      '    2 consumer groups behind: settlement by 1,204, mail by 3\n    1 partition under-replicated: orders-0\n',
    );
  });

  test('that all is well is no news', () => {
    const well = { ...seen, health: { behind: [], underReplicated: [] } };
    expect(planned('sleep', [shop], { kafka: well }).notices).toEqual([]);
  });

  test('that it could not be asked', () => {
    const kafkaSeen = { ...seen, health: { problem: 'nobody answers at \u001b[31m10.0.11.8:9092' } };
    expect(sleeping([shop], { kafka: kafkaSeen })).toContain(
      '    Kafka was not looked at: nobody answers at \\x1b[31m10.0.11.8:9092\n',
    );
  });

  test('that MSK stays', () => {
    expect(sleeping([shop], { kafka: { ...seen, isMsk: true, health: undefined } })).toContain(
      "    can't be stopped, goes on to cost: MSK\n",
    );
  });

  test('nothing where nothing is stopped', () => {
    expect(planned('sleep', [{ ...shop, isOff: true, record: on }], { kafka: seen }).notices).toEqual([
      { kind: 'asleep', text: 'asleep already', names: ['rds shop'] },
    ]);
  });
});
