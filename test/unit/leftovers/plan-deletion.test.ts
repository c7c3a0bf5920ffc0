import { describe, expect, test } from 'vitest';
import { AwsError, MissingRightError } from '../../../src/lib/aws/aws-errors.js';
import {
  leftoverAddress,
  leftoverLogGroup,
  leftoverSnapshot,
  leftoverVolume,
} from '../../../src/lib/leftovers/leftover-of.js';
import type { Leftover } from '../../../src/lib/leftovers/model.js';
import { planDeletion } from '../../../src/lib/leftovers/plan-deletion.js';
import { address, daysAgo, logGroup, noPrices, now, rulesOf, snapshot, somePrices, volume } from './world.js';

const observed = (...leftovers: readonly Leftover[]) => ({ leftovers, unread: [], at: now });

test('each is a deletion of its own that loses data, with what it is, since when and what it costs', () => {
  const plan = planDeletion(
    rulesOf(),
    somePrices,
    observed(
      leftoverVolume(volume('vol-1')),
      leftoverAddress(address('eipalloc-1')),
      leftoverSnapshot(snapshot('snap-1', {})),
      leftoverLogGroup(logGroup('dev-app', { storedBytes: 1_300_000 })),
    ),
  );
  expect(plan).toMatchObject({ noun: 'leftover', refusals: [], unchanged: 0 });
  expect(plan.changes.map(({ kind, name, summary }) => [kind, name, summary])).toEqual([
    ['volume', 'vol-1', 'dev-data, 100 GiB gp3, of 2026-10-21, $8.00 a month'],
    ['Elastic IP', 'eipalloc-1', '3.35.1.2 dev-kafka, $3.65 a month'],
    ['snapshot', 'snap-1', '50 GiB, of 2026-10-21, at most $2.50 a month'],
    ['log group', 'dev-app', '1.2 MiB, of 2026-10-21'],
  ]);
  expect(
    plan.changes.every(({ action, severity }) => action === 'delete' && severity === 'destructive'),
  ).toBe(true);
  expect(plan.notices.map(({ text }) => text)).toEqual([
    'detached is not abandoned: what is asleep, or scaled to 0, wants its volumes back',
    'a log group that something still writes to comes back, empty',
    "tags of log groups may not be read (logs:ListTagsForResource): exops:protected doesn't keep them",
    "AWS doesn't say how old an Elastic IP is; a released one is gone for good",
    'what would be deleted costs about $14.15 a month',
  ]);
});

test('without prices nothing is said of cost', () => {
  const plan = planDeletion(rulesOf(), noPrices, observed(leftoverVolume(volume('vol-1'))));
  expect(plan.changes[0]?.summary).toBe('dev-data, 100 GiB gp3, of 2026-10-21');
  expect(plan.notices.map(({ kind }) => kind)).toEqual(['detached']);
});

test('what is kept is refused, one by one', () => {
  const plan = planDeletion(
    rulesOf(),
    somePrices,
    observed(
      leftoverVolume(volume('vol-1', {}, { instanceIds: ['i-1'] })),
      leftoverSnapshot(snapshot('snap-1', {}, { createdAt: daysAgo(1) })),
      leftoverVolume(volume('vol-2')),
    ),
  );
  expect(plan.changes.map(({ name }) => name)).toEqual(['vol-2']);
  expect(plan.refusals).toEqual([
    { kind: 'volume', name: 'vol-1', reason: 'it is in use: attached to i-1' },
    { kind: 'snapshot', name: 'snap-1', reason: 'it is 24 hours old, and --older-than is 7d' },
  ]);
});

test('what is being deleted is as wanted', () => {
  const going = leftoverVolume(volume('vol-1', {}, { state: 'deleting', createdAt: now }));
  expect(planDeletion(rulesOf(), noPrices, observed(going))).toMatchObject({
    ...{ changes: [], refusals: [], unchanged: 1 },
  });
});

describe('what could not be read', () => {
  test('is refused as a kind, and a missing right is told as one', () => {
    const right = {
      action: 'ec2:DescribeSnapshots',
      resource: undefined,
      principal: undefined,
      reason: undefined,
    };
    const plan = planDeletion(rulesOf(), noPrices, {
      ...observed(leftoverVolume(volume('vol-1'))),
      unread: [
        { kind: 'snapshot', error: new MissingRightError(right, 'not allowed') },
        { kind: 'log group', error: new AwsError('InternalFailure', 'broken') },
      ],
    });
    expect(plan.changes).toHaveLength(1);
    expect(plan.refusals).toEqual([
      { kind: 'snapshot', name: 'all snapshots', reason: 'not allowed', access: true },
      { kind: 'log group', name: 'all log groups', reason: 'broken' },
    ]);
  });

  test('nothing found is said, and so is what nobody looked for', () => {
    const plan = planDeletion(rulesOf({ prefixes: [], tags: { a: 'b' } }), noPrices, observed());
    expect(plan.notices.map(({ text }) => text)).toEqual([
      'nothing matches',
      'log groups are found by --prefix only, and were not looked for',
    ]);
  });
});

test('a name from outside can not act on a terminal', () => {
  const plan = planDeletion(
    rulesOf(),
    noPrices,
    observed(leftoverVolume(volume('vol-1', { Name: 'dev-\u001b[2J' }))),
  );
  expect(plan.changes[0]?.summary).toBe('dev-\\x1b[2J, 100 GiB gp3, of 2026-10-21');
});
