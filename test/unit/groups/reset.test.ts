import { describe, expect, test } from 'vitest';
import { confirmationFor } from '../../../src/lib/change/confirmation.js';
import { planDeletion } from '../../../src/lib/groups/delete-capability.js';
import type { DescribedGroup } from '../../../src/lib/groups/model.js';
import type { ObservedReset, ResetPartition, ResetWish } from '../../../src/lib/groups/reset/model.js';
import { offsetsText, parseOffsets } from '../../../src/lib/groups/reset/offsets-file.js';
import { planReset } from '../../../src/lib/groups/reset/plan-reset.js';
import { parseResetPoint } from '../../../src/lib/groups/reset/reset-point.js';
import { lagging } from './lagging.js';

const now = Date.parse('2026-11-21T12:00:00Z');

describe('a point', () => {
  test.each([
    ['earliest', { kind: 'earliest' }],
    ['latest', { kind: 'latest' }],
    ['start', { kind: 'earliest' }],
    ['end', { kind: 'latest' }],
    ['10', { kind: 'offset', offset: 10n }],
    ['+10', { kind: 'shift', by: 10n }],
    ['-10', { kind: 'shift', by: -10n }],
    ['-2d', { kind: 'time', at: BigInt(now - 172_800_000) }],
  ])('%s', (text, point) => {
    expect(parseResetPoint(text, now)).toEqual(point);
  });

  test.each(['', 'ends', '+1h', '1.5', '9'.repeat(30)])('is not %j', (text) => {
    expect(parseResetPoint(text, now)).toBeUndefined();
  });
});

describe('a file of offsets', () => {
  test('comes back as it was written, in the words of rpk', () => {
    const offsets = [
      { name: 'orders', partition: 0, offset: 7n },
      { name: 'my.topic', partition: 12, offset: 9_007_199_254_740_993n },
    ];
    expect(offsetsText(offsets)).toBe('orders 0 7\nmy.topic 12 9007199254740993\n');
    expect(parseOffsets(offsetsText(offsets), 'f')).toEqual(offsets);
    expect(parseOffsets('orders\t0\t7\r\n\n', 'f')).toHaveLength(1);
  });

  test.each([
    ['orders 0\n', "f:1 isn't a line of TOPIC PARTITION OFFSET."],
    ['a 0 1\na 0 -1\n', "f:2 isn't a line of TOPIC PARTITION OFFSET."],
    ['a 0 9999999999999999999\n', "f:1 isn't a line of TOPIC PARTITION OFFSET."],
    ['a 0 1\na 00 2\n', 'f:2 names a 0 again.'],
    ['\n', 'f has no offsets.'],
  ])('%j is refused', (text, words) => {
    expect(() => parseOffsets(text, 'f')).toThrow(words);
  });
});

const place = (
  name: string,
  partition: number,
  committed: bigint | undefined,
  start: bigint,
  end: bigint,
  atTime?: bigint,
): ResetPartition => ({
  ...{ name, partition, committed },
  ends: { start, end, atTime },
});
const { group: empty } = lagging('settlement', {});
const stopped: DescribedGroup = { ...empty, state: 'Empty' };

function planned(
  to: ResetWish['to'],
  partitions: readonly ResetPartition[],
  more: Partial<ObservedReset> = {},
  topics: ResetWish['topics'] = [],
) {
  const observed = {
    clusterId: null,
    group: stopped,
    coordinator: 1,
    partitions,
    missing: [],
    problem: undefined,
    meant: undefined,
    ...more,
  };
  return planReset({ group: 'settlement', to, topics }, observed);
}
const targets = (plan: ReturnType<typeof planned>) =>
  plan.changes.flatMap(({ work }) =>
    work.targets.map(({ name, partition, offset }) => `${name} ${partition} ${offset}`),
  );

test('a group that is not there: what was meant, and nothing of a new one unless topics are named', () => {
  const missing = { group: undefined, meant: 'settlement-2' };
  const slip = planned({ kind: 'latest' }, [], missing);
  expect(slip.refusals.map(({ reason }) => reason)).toEqual([
    'no such group, or no right to see it; for a new one name its topics; did you mean settlement-2?',
  ]);
  expect(slip.notices).toEqual([]);
  const made = planned({ kind: 'latest' }, [place('a', 0, undefined, 0n, 9n)], missing, [
    { name: 'a', partitions: undefined },
  ]);
  expect(made.notices.map(({ text }) => text)).toEqual([
    'not there yet, made with these offsets; did you mean settlement-2?',
  ]);
});

describe('a plan', () => {
  const all = [
    place('a', 0, 5n, 2n, 10n, 7n),
    place('a', 1, 10n, 0n, 10n, undefined),
    place('b', 0, undefined, 3n, 9n),
  ];

  test.each<[string, ResetWish['to'], string[]]>([
    ['to the first record there is', { kind: 'earliest' }, ['a 0 2', 'a 1 0', 'b 0 3']],
    ['to the end', { kind: 'latest' }, ['a 0 10', 'b 0 9']],
    ['to a time; after the last record that is the end', { kind: 'time', at: 1n }, ['a 0 7', 'b 0 9']],
    ['to an offset, within what is there', { kind: 'offset', offset: 1n }, ['a 0 2', 'a 1 1', 'b 0 3']],
  ])('%s', (_, to, expected) => {
    expect(targets(planned(to, all))).toEqual(expected);
  });

  test('by a shift, within what is there', () => {
    expect(targets(planned({ kind: 'shift', by: -4n }, all.slice(0, 2)))).toEqual(['a 0 2', 'a 1 6']);
    const plan = planned({ kind: 'shift', by: -4n }, all);
    expect(plan.refusals).toEqual([
      { kind: 'partition', name: 'b-0', reason: 'nothing is committed that could be shifted' },
    ]);
    expect(plan.isIndivisible).toBe(true);
  });

  test('of a file sets what it says, also outside of what is there', () => {
    const plan = planned(
      { kind: 'file', offsets: [{ name: 'a', partition: 0, offset: 1n }] },
      all.slice(0, 1),
    );
    expect(targets(plan)).toEqual(['a 0 1']);
    expect(plan.changes[0]?.fields[0]?.note).toBe('4 back, outside of what is there');
  });

  test('says old, new and what lies between', () => {
    const [change] = planned({ kind: 'offset', offset: 8n }, [
      place('a', 0, 5n, 0n, 10n),
      place('a', 1, 9_000n, 0n, 9_000n),
      place('a', 2, 8n, 0n, 9n),
    ]).changes;
    expect(change?.fields).toEqual([
      { name: 'partition 0', before: '5', after: '8', shown: { before: '5', after: '8' }, note: '3 forward' },
      {
        name: 'partition 1',
        before: '9000',
        after: '8',
        shown: { before: '9,000', after: '8' },
        note: '8,992 back',
      },
    ]);
    expect(change?.cautions).toEqual(['8,992 records will be read again', '3 records will not be read']);
    expect(change?.work.before).toHaveLength(2);
  });

  test('wants the name of the group where words are wanted: the topics are those of many groups', () => {
    expect(confirmationFor(planned({ kind: 'latest' }, all), true)).toMatchObject({ words: 'settlement' });
  });

  test('of what is there already is none', () => {
    expect(planned({ kind: 'latest' }, [place('a', 0, 9n, 0n, 9n)])).toMatchObject({
      changes: [],
      refusals: [],
      unchanged: 1,
    });
  });

  test.each<[string, Partial<ObservedReset>, string]>([
    [
      'runs',
      { group: { ...stopped, state: 'Stable', members: [{} as never] } },
      'it is running (Stable, 1 member): stop its members first',
    ],
    [
      'is being joined',
      { group: { ...stopped, state: 'PreparingRebalance' } },
      'it is running (PreparingRebalance, 0 members): stop its members first',
    ],
    [
      'can not be read',
      { problem: { code: 30, name: 'GROUP_AUTHORIZATION_FAILED', message: null } },
      "it can't be read: GROUP_AUTHORIZATION_FAILED",
    ],
    [
      'is a share group',
      { group: { ...stopped, type: 'share', protocolType: 'share' } },
      'a group of share has no committed offsets',
    ],
    [
      'is not there',
      { group: undefined },
      'no such group, or no right to see it; for a new one name its topics',
    ],
  ])('of a group that %s is refused', (_, more, reason) => {
    const plan = planned({ kind: 'earliest' }, all, more);
    expect(plan).toMatchObject({ changes: [], refusals: [{ kind: 'group', name: 'settlement', reason }] });
  });

  test('of a group that nobody lists and that can not be read is refused, also when its topics are named', () => {
    const problem = { code: 30, name: 'GROUP_AUTHORIZATION_FAILED', message: null };
    const topics = [{ name: 'b', partitions: undefined }];
    const plan = planned({ kind: 'earliest' }, all.slice(2), { group: undefined, problem }, topics);
    expect(plan).toMatchObject({
      changes: [],
      refusals: [
        { name: 'settlement', reason: "it can't be read: GROUP_AUTHORIZATION_FAILED", access: true },
      ],
    });
  });

  test('makes a group whose topics are named', () => {
    const topics = [{ name: 'b', partitions: undefined }];
    const plan = planned({ kind: 'earliest' }, all.slice(2), { group: undefined }, topics);
    expect(targets(plan)).toEqual(['b 0 3']);
    expect(plan.notices[0]).toMatchObject({ kind: 'new group', names: ['settlement'] });
  });

  test('a partition whose leader does not answer holds everything back', () => {
    const plan = planned({ kind: 'earliest' }, [...all, { ...place('c', 0, 1n, 0n, 0n), ends: undefined }]);
    expect(plan.refusals.map(({ name }) => name)).toEqual(['c-0']);
  });
});

test('a deletion refuses what runs and what is not there, and deletes the rest', () => {
  const running = { ...stopped, id: 'live', state: 'Stable', members: [{} as never], offsets: [] };
  const offsets = [{ name: 'a', partition: 0, offset: 1n }];
  const plan = planDeletion({
    groups: [{ ...stopped, offsets }, running],
    unknown: [{ name: 'none', meant: 'nine' }],
  });
  expect(plan.changes).toMatchObject([
    {
      name: 'settlement',
      action: 'delete',
      severity: 'destructive',
      summary: 'classic, offsets of 1 partition',
    },
  ]);
  expect(plan.refusals.map(({ name, reason }) => `${name}: ${reason}`)).toEqual([
    'live: it is running (Stable, 1 member): stop its members first',
    'none: no such group, or no right to see it; did you mean nine?',
  ]);
});
