import { expect, test } from 'vitest';
import { AwsError } from '../../../src/lib/aws/aws-errors.js';
import { leftoverAddress, leftoverLogGroup, leftoverVolume } from '../../../src/lib/leftovers/leftover-of.js';
import { leftoverPrices } from '../../../src/lib/leftovers/leftover-prices.js';
import { leftoverColumns } from '../../../src/lib/leftovers/leftover-rows.js';
import { leftoversDocument } from '../../../src/lib/leftovers/leftovers-document.js';
import { alignedLines } from '../../../src/lib/terminal/table.js';
import { address, daysAgo, logGroup, noPrices, now, rulesOf, volume } from './world.js';

const observed = {
  leftovers: [
    leftoverLogGroup(logGroup('/aws/eks/dev-cluster/cluster')),
    leftoverVolume(volume('vol-1')),
    leftoverVolume(volume('vol-2', {}, { createdAt: daysAgo(3) })),
    leftoverVolume(volume('vol-3', {}, { state: 'deleting' })),
    leftoverAddress(address('eipalloc-1')),
  ],
  unread: [{ kind: 'snapshot' as const, error: new AwsError('InternalFailure', 'broken') }],
  at: now,
};
const prices = leftoverPrices(
  new Map([
    ['gp3 GiB-month', 0.0912],
    ['public ipv4', 0.005],
  ]),
);

test('the table says what it is, how large and old, what it costs, and why it is kept', () => {
  const lines = alignedLines(leftoverColumns(rulesOf(), prices, observed), observed.leftovers, 90);
  expect(lines).toEqual([
    'KIND        ID                                   SIZE  AGE   $ A MONTH  KEPT   NAME',
    'log group   /aws/eks/dev-cluster/cluster        3 GiB  30 d',
    'volume      vol-1                         100 GiB gp3  30 d       9.12         dev-data',
    'volume      vol-2                         100 GiB gp3  3 d        9.12  young',
    'volume      vol-3                         100 GiB gp3  30 d       9.12  going',
    'Elastic IP  eipalloc-1                                            3.65         3.35.1.2 d…',
  ]);
});

test('without prices there is no column for them', () => {
  const titles = leftoverColumns(rulesOf(), noPrices, observed).map(({ title }) => title);
  expect(titles).toEqual(['KIND', 'ID', 'SIZE', 'AGE', 'KEPT', 'NAME']);
});

test('the document has the same in units of programs', () => {
  const target = { environment: 'dev', account: '123456789012', region: 'ap-northeast-2' };
  const document = leftoversDocument(target, rulesOf(), prices, observed);
  expect(document).toMatchObject({
    ...{ schema: 'exops.dev-leftovers/v1', target, prefixes: ['dev-'], tags: {}, olderThan: '7d' },
    usdPerMonth: 31.01,
    unread: [{ kind: 'snapshot', reason: 'broken' }],
  });
  expect(document.leftovers[0]).toEqual({
    ...{ kind: 'log group', id: '/aws/eks/dev-cluster/cluster', name: null, volumeType: null, tags: null },
    ...{ sizeBytes: 3_221_225_472, createdAt: '2026-10-21T12:00:00.000Z', usdPerMonth: null },
    ...{ isBeingDeleted: false, keptBecause: null },
  });
  expect(document.leftovers[2]).toMatchObject({
    ...{ id: 'vol-2', name: null, volumeType: 'gp3', usdPerMonth: 9.12, tags: {} },
    keptBecause: 'it is 3 days old, and --older-than is 7d',
  });
  expect(document.leftovers[3]).toMatchObject({ isBeingDeleted: true });
  expect(document.leftovers[4]).toMatchObject({
    name: '3.35.1.2 dev-kafka',
    sizeBytes: null,
    createdAt: null,
  });
});
