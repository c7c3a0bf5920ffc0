import { expect, test } from 'vitest';
import type { CheckReport } from '../../../../src/lib/cluster/check/model.js';
import { checkLines, checkRecords, leftoverNotes } from '../../../../src/lib/cluster/check/write-check.js';

const name = 'exops-check-20261121T234500Z-0123456789ab';
const group = {
  ...({ state: 'ok', why: undefined, expected: 10_300, read: 10_300, missing: 0, twice: 0 } as const),
  members: [
    { partitions: 2, records: 6_900 },
    { partitions: 1, records: 3_400 },
  ],
};

const healthy: CheckReport = {
  ...{ check: name, at: 0, records: 3, size: 1_024, leftovers: [] },
  topic: { name, isTemporary: true, partitions: 2 },
  brokers: [
    { id: 1, state: 'ok', why: undefined, tripsMs: [2.04, 3.11, 2.5] },
    { id: 12, state: 'ok', why: undefined, tripsMs: [1, 2, 140.4] },
  ],
  sameGroup: group,
  otherGroup: { ...group, members: [{ partitions: 3, records: 10_300 }] },
  throughput: {
    ...{ state: 'ok', why: undefined },
    written: { records: 10_000, bytes: 10_240_000, ms: 125 },
    read: { records: 10_300, bytes: 10_547_200, ms: 2_000 },
  },
  cleanUp: { state: 'ok', why: undefined, left: [] },
};

const broken: CheckReport = {
  ...healthy,
  brokers: [
    { id: 3, state: 'gone', why: 'gone: 2 replicas should be on it', tripsMs: [] },
    {
      ...{ id: 1, state: 'failed', tripsMs: [2] },
      why: 'Produce: REQUEST_TIMED_OUT: what a broker says\u001b[31m of it may be longer than a line is wide',
    },
    { id: 4, state: 'skipped', why: 'leads no partition of the topic', tripsMs: [] },
  ],
  sameGroup: { ...group, state: 'failed', why: '12 records not read, 1 record read more than once' },
  throughput: { state: 'failed', why: 'no answer in time', written: undefined, read: undefined },
  cleanUp: { state: 'failed', why: `${name} is still there: POLICY_VIOLATION`, left: [name] },
};

test('what is right, at 80 columns', () => {
  expect(checkLines(healthy, 80)).toEqual([
    'BROKER  STATE  TRIPS  P50  P95  P99  MAX  (ms)',
    '     1  ok         3  2.5  3.1  3.1  3.1',
    '    12  ok         3  2.0  140  140  140',
    '   all             6  2.0  140  140  140',
    '',
    'PART         STATE',
    'same group   ok     two members read 6,900 and 3,400 records: each of 10,300',
    '                    once',
    'other group  ok     one member read 10,300 records, each once',
    'throughput   ok     wrote 80,000 records/s, 82 MB/s; read 5,150 records/s, 5.3',
    '                    MB/s',
    `clean-up     ok     ${name} is deleted`,
    '',
    'All right: 2 brokers, groups and clean-up.',
  ]);
});

test('what is wrong is said in whole, and made printable', () => {
  expect(checkLines(broken, 80)).toEqual([
    'BROKER  STATE    TRIPS  P50  P95  P99  MAX  (ms)',
    '     3  gone',
    '        gone: 2 replicas should be on it',
    '     1  failed       1  2.0  2.0  2.0  2.0',
    '        Produce: REQUEST_TIMED_OUT: what a broker says\\x1b[31m of it may be',
    '        longer than a line is wide',
    '     4  skipped',
    '        leads no partition of the topic',
    '   all               1  2.0  2.0  2.0  2.0',
    '',
    'PART         STATE',
    'same group   failed  12 records not read, 1 record read more than once',
    'other group  ok      one member read 10,300 records, each once',
    'throughput   failed  no answer in time',
    `clean-up     failed  ${name} is still there:`,
    '                     POLICY_VIOLATION',
    '',
    'Failed: broker 3, broker 1, same group, throughput, clean-up.',
  ]);
});

test('in a pipe, a line a part', () => {
  expect(checkRecords(broken).map((line) => line.split('\t').slice(0, 3))).toEqual([
    ['broker', '3', 'gone'],
    ['broker', '1', 'failed'],
    ['broker', '4', 'skipped'],
    ['broker', 'all', ''],
    ['same group', 'failed', '12 records not read, 1 record read more than once'],
    ['other group', 'ok', 'one member read 10,300 records, each once'],
    ['throughput', 'failed', 'no answer in time'],
    ['clean-up', 'failed', `${name} is still there: POLICY_VIOLATION`],
  ]);
  expect(checkRecords(healthy)[1]).toBe('broker\t12\tok\t3\t2.0\t140\t140\t140\t');
});

test('records in a topic that was there stay, and are named', () => {
  const given = { ...healthy, topic: { name: 'orders', isTemporary: false, partitions: 6 } };
  expect(checkRecords(given).at(-1)).toBe(
    `clean-up\tok\tthe records stay in orders, each with the header exops-check: ${name}`,
  );
});

test('what killed checks have left is said', () => {
  const leftovers = [
    { kind: 'topic', name, state: 'removed', why: undefined },
    { kind: 'group', name: `${name}-copy`, state: 'kept', why: 'it has members: a check is running' },
    { kind: 'topic', name, state: 'failed', why: 'POLICY_VIOLATION' },
  ] as const;
  expect(leftoverNotes({ leftovers })).toEqual([
    `Removed the topic ${name}, which a killed check had left.`,
    `Left the group ${name}-copy as it is: it has members: a check is running.`,
    `Left the topic ${name} as it is: POLICY_VIOLATION.`,
  ]);
});
