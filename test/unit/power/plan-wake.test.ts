import { describe, expect, test } from 'vitest';
import { planned, record, recordedAt, type Scene, shown } from './planned.js';
import type { Draft } from './thing.js';

const spot: Draft = { kind: 'nodegroup', name: 'spot', size: { min: 1, max: 4, desired: 2 }, isOff: true };
const shop: Draft = { kind: 'rds', name: 'shop', isOff: true };
const kafka: Draft = { kind: 'ec2', name: 'i-0abc (kafka)', isOff: true };
const two = record('min=1 max=4 desired=2');
const on = record('state=on');
const gone = (text: string) => `of kim, WHEN → removed${text}`;

const waking = (drafts: readonly Draft[], scene: Scene = {}) => shown(planned('wake', drafts, scene));

test('a whole environment from its records, databases and Kafka first', () => {
  const asleep = [
    { ...spot, record: two },
    { ...shop, record: on },
    { ...kafka, record: on },
  ];
  expect(waking(asleep)).toBe(
    [
      '  ~ rds shop  stage 1 of 2: before what uses it',
      '      state  stopped → available',
      `      record  ${gone('')}`,
      '  ~ ec2 i-0abc (kafka)  stage 1 of 2: before what uses it',
      '      state  stopped → running',
      `      record  ${gone('')}`,
      '  ~ nodegroup spot  stage 2 of 2: after what it uses',
      '      desired  0 → 2',
      '      min  0 → 1',
      `      record  ${gone('')}`,
      '',
      'Plan: 3 to change.',
    ].join('\n'),
  );
});

describe('one thing', () => {
  const refusedBecause = (name: string, reason: string) =>
    `  ! ${name}  refused\n        ${reason}\n\nPlan: 1 refused.`;
  const left = (text: string, sum = 'Nothing to do.') => `    ${text}\n${sum}`;
  const change = (name: string, ...fields: string[]) =>
    [`  ~ ${name}`, ...fields.map((field) => `      ${field}`), '', 'Plan: 1 to change.'].join('\n');

  test.each<[string, Draft, Scene, string]>([
    [
      'awake',
      { ...shop, isOff: false },
      {},
      left('awake already: rds shop', 'Nothing to do: 1 resource awake.'),
    ],
    [
      'half-done: only its record is left',
      { ...spot, isOff: false, record: two },
      {},
      change('nodegroup spot', `record  ${gone('')}`),
    ],
    [
      'on its way',
      { ...spot, isOff: false, record: two },
      { as: { spot: { state: 'waking' } } },
      change('nodegroup spot', 'desired  2  it is ACTIVE already', `record  ${gone('')}`),
    ],
    [
      'still falling asleep',
      { ...shop, record: on },
      { as: { shop: { state: 'falling asleep' } } },
      change('rds shop', 'state  stopped → available  it is stopping: waited for', `record  ${gone('')}`),
    ],
    ['manual', { ...shop, record: on, wake: 'manual' }, {}, left('wakes only when it is named: rds shop')],
    [
      'manual and named',
      { ...shop, record: on, wake: 'manual' },
      { wish: { names: ['shop'] } },
      change('rds shop', 'state  stopped → available', `record  ${gone('')}`),
    ],
    ['skipped', { ...shop, record: on, skip: true }, {}, left('skipped, as exops.yaml says: rds shop')],
    [
      'skipped and named: it may have slept before that was written',
      { ...shop, record: on, skip: true },
      { wish: { names: ['shop'] } },
      change('rds shop', 'state  stopped → available', `record  ${gone('')}`),
    ],
    [
      'protected since: what sleeps may wake',
      { ...shop, record: on, never: 'it is protected' },
      {},
      change('rds shop', 'state  stopped → available', `record  ${gone('')}`),
    ],
    [
      'stopped by others',
      shop,
      {},
      left('stopped, and not by exops: left alone (--wakes-to NAME=on takes it over): rds shop'),
    ],
    [
      'stopped by others and named',
      shop,
      { wish: { names: ['shop'] } },
      refusedBecause(
        'rds shop',
        'it is stopped, and exops didn\'t do that: wake it with --wakes-to "rds shop=on"',
      ),
    ],
    [
      'stopped by others, and a person wants it on',
      shop,
      { wish: { wakesTo: ['shop=on'] } },
      change('rds shop', 'state  stopped → available'),
    ],
    [
      'at 0 without a record',
      spot,
      {},
      refusedBecause(
        'nodegroup spot',
        'it is at 0 and has no record: what should it wake to? Say it with --wakes-to "nodegroup spot=DESIRED"',
      ),
    ],
    [
      'at 0, and a person says what it was',
      spot,
      { wish: { wakesTo: ['spot=1/3'] } },
      change('nodegroup spot', 'desired  0 → 3', 'min  0 → 1'),
    ],
    [
      'asleep by the schedule',
      spot,
      { scheduled: new Map([['nodegroup id-spot', { desired: 2, min: 1 }]]) },
      change('nodegroup spot', 'desired  0 → 2', 'min  0 → 1'),
    ],
    [
      'a record that is nonsense',
      { ...shop, record: 'size two' },
      {},
      refusedBecause(
        'rds shop',
        'its record can\'t be read: it does not begin with v=1. It says "size two"; wake it with --wakes-to "rds shop=on"',
      ),
    ],
    [
      'a record that is nonsense, and a person knows better',
      { ...shop, record: 'size two' },
      { wish: { wakesTo: ['shop=on'] } },
      change('rds shop', 'state  stopped → available', 'record  size two → removed'),
    ],
    [
      'resized while it slept',
      { ...spot, isOff: false, record: record('min=1 max=4 desired=3') },
      {},
      refusedBecause(
        'nodegroup spot',
        'its record says 3 (min 1, max 4), and it is 2 (min 1, max 4) now: --drifted record goes by its record, --drifted keep by what is there',
      ),
    ],
    [
      'resized, by its record',
      { ...spot, isOff: false, record: record('min=1 max=4 desired=3') },
      { wish: { drifted: 'record' } },
      change('nodegroup spot', 'desired  2 → 3', `record  ${gone('')}`),
    ],
    [
      'resized, by what is there',
      { ...spot, isOff: false, record: record('min=1 max=4 desired=3') },
      { wish: { drifted: 'keep' } },
      change('nodegroup spot', `record  ${gone('')}`),
    ],
    [
      'its max is smaller than its record',
      { ...spot, record: record('min=1 max=9 desired=5') },
      { wish: { drifted: 'record' } },
      refusedBecause(
        'nodegroup spot',
        'its record says 5 (min 1, max 9), and its max is 4 now: raise that, or say what it wakes to with --wakes-to',
      ),
    ],
    [
      'its max is smaller than its record, and a person decides',
      { ...spot, record: record('min=1 max=9 desired=5') },
      { wish: { wakesTo: ['spot=4'] } },
      change('nodegroup spot', 'desired  0 → 4', `record  ${gone('')}`),
    ],
    [
      '--wakes-to of what has a record',
      { ...spot, record: two },
      { wish: { wakesTo: ['spot=4'] } },
      refusedBecause(
        'nodegroup spot',
        '--wakes-to: it has a record (kim, WHEN), and wakes to 2 (min 1, max 4)',
      ),
    ],
    [
      '--wakes-to of what is awake',
      { ...spot, isOff: false },
      { wish: { wakesTo: ['spot=4'] } },
      refusedBecause('nodegroup spot', '--wakes-to: it is awake, and has no record'),
    ],
    [
      'of no use, and exops put it to sleep',
      { ...shop, record: on },
      { as: { shop: { state: 'unusable', trouble: 'inaccessible-encryption-credentials' } } },
      refusedBecause('rds shop', 'inaccessible-encryption-credentials'),
    ],
    [
      'of no use',
      shop,
      { as: { shop: { state: 'unusable' } } },
      left('of no use as it is, and not put to sleep by exops: rds shop'),
    ],
    [
      'gone',
      shop,
      { as: { shop: { isGone: true } } },
      refusedBecause('rds shop', 'there is none of this name, and exops.yaml:1:9 lists it'),
    ],
    [
      'on its way without a record',
      { ...shop, isOff: false },
      { as: { shop: { state: 'waking' } } },
      left('waking already: rds shop', 'Nothing to do: 1 resource awake.'),
    ],
  ])('%s', (_, draft, scene, text) => {
    expect(waking([draft], scene)).toBe(text);
  });
});

describe("somebody else's sleep", () => {
  const young = recordedAt + 60_000;

  test.each<[string, Draft, Scene, boolean]>([
    ['has only begun', { ...shop, isOff: false, record: on }, {}, true],
    ['is under way', { ...shop, record: on }, { as: { shop: { state: 'falling asleep' } } }, true],
    ['is through', { ...shop, record: on }, {}, false],
    [
      'is over, and somebody wakes it',
      { ...shop, isOff: false, record: on },
      { as: { shop: { state: 'waking' } } },
      false,
    ],
  ])('%s', (_, draft, scene, isHeldBack) => {
    const plan = planned('wake', [draft], { ...scene, now: young, wish: { user: 'lee' } });
    expect([plan.isIndivisible === true, plan.changes.length]).toEqual([isHeldBack, isHeldBack ? 0 : 1]);
  });
});

test('who is a broker is known', () => {
  const asleep = [
    { ...shop, record: on },
    { ...kafka, record: on },
  ];
  const seen = { isMsk: false, sleepers: new Set(['ec2 id-i-0abc (kafka)']), health: undefined };
  const { changes } = planned('wake', asleep, { kafka: seen });
  expect(changes.map(({ name, work }) => [name, work.direction === 'wake' && work.isBroker])).toEqual([
    ['rds shop', false],
    ['ec2 i-0abc (kafka)', true],
  ]);
});

test('what can not be known of schedules and of Kafka is said', () => {
  const plan = planned(
    'wake',
    [
      { ...shop, isOff: true },
      { ...kafka, record: on },
    ],
    {
      scheduleProblem: 'AWS wants fewer requests.',
      kafka: { isMsk: false, sleepers: new Set(), health: undefined },
    },
  );
  expect(plan.notices.map(({ text }) => text)).toEqual([
    expect.stringContaining('stopped, and not by exops'),
    "what a schedule put to sleep isn't known: AWS wants fewer requests.",
    'Kafka is not waited for: no instance that is woken has the address of one of its brokers (a private one stays while it sleeps)',
  ]);
});

test('nothing is said of Kafka where it is waited for, or can not be stopped', () => {
  const notices = (seen: NonNullable<Scene['kafka']>) =>
    planned('wake', [{ ...kafka, record: on }], { kafka: seen }).notices.map(({ kind }) => kind);
  const ids = new Set(['ec2 id-i-0abc (kafka)']);
  expect(notices({ isMsk: false, sleepers: ids, health: undefined })).toEqual([]);
  expect(notices({ isMsk: true, sleepers: new Set(), health: undefined })).toEqual([]);
  expect(notices({ isMsk: false, sleepers: new Set(), health: { problem: 'no host' } })).toEqual([
    'kafka-unwaited',
  ]);
});
