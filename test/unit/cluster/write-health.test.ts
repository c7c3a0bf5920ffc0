import { describe, expect, test } from 'vitest';
import { healthDocument } from '../../../src/lib/cluster/health-document.js';
import { healthExitCode } from '../../../src/lib/cluster/health-exit-code.js';
import { healthNotes, summaryWords } from '../../../src/lib/cluster/health-words.js';
import { healthLines, healthRecords } from '../../../src/lib/cluster/write-health.js';
import { textWidth } from '../../../src/lib/terminal/text-width.js';
import { disk, partition, reportOf, topic } from './builders.js';

const down = { inSync: [1], leader: 1 };
const offline = partition([3], { leader: -1, inSync: [] });
const orders = topic('orders', partition([1, 2, 3], down), partition([2, 1]), offline);
const report = reportOf({
  topics: [orders, topic('users', partition([1, 2], { inSync: [1] }))],
  minIsr: 2,
  disks: new Map([
    [1, disk(3n * 1024n ** 3n, { volumes: [{ totalBytes: 100n, usableBytes: 9n }] })],
    [2, disk(1024n)],
  ]),
});

const lines = (of = report, width = 80, rows?: number) => healthLines(of, width, rows).join('\n');

describe('on a terminal', () => {
  test('of 120 columns: what is wrong, the worst first; brokers; a sum', () => {
    expect(lines(report, 120)).toBe(
      `TOPIC   PARTITION  STATE                            LEADER  REPLICAS  IN SYNC  MIN
orders          2  offline                            none  3         none       2
orders          0  under min ISR, under-replicated       1  1,2,3     1          2
users           0  under min ISR, under-replicated       1  1,2       1          2
orders          1  at min ISR                            2  2,1       2,1        2

BROKER  STATE    LEADERS  EVEN  REPLICAS     DISK  FULL  NOTE
     3  gone           0               2                 gone: 2 replicas should be on it
     1  warning        2   1.5         3  3.0 GiB  91 %  disk 91 % full; holds 3.0 GiB, 1.5 GiB would be even
     2  ok             1   1.5         3  1.0 KiB

2 topics, 4 partitions: 1 offline, 3 under min ISR, 3 under-replicated, 1 at min ISR.`,
    );
  });

  test('of 80 columns: nothing is cut, and nothing is wider', () => {
    const shown = lines(report);
    expect(shown).toBe(
      `PARTITION  STATE                            LEADER  REPLICAS  IN SYNC  MIN
orders
        2  offline                            none  3         none       2
        0  under min ISR, under-replicated       1  1,2,3     1          2
users
        0  under min ISR, under-replicated       1  1,2       1          2
orders
        1  at min ISR                            2  2,1       2,1        2

BROKER  STATE    LEADERS  EVEN  REPLICAS     DISK  FULL
     3  gone           0               2
        gone: 2 replicas should be on it
     1  warning        2   1.5         3  3.0 GiB  91 %
        disk 91 % full
        holds 3.0 GiB, 1.5 GiB would be even
     2  ok             1   1.5         3  1.0 KiB

2 topics, 4 partitions: 1 offline, 3 under min ISR, 3 under-replicated, 1 at min
ISR.`,
    );
  });

  test('of too few columns for all troubles: the worst of each partition', () => {
    const replicas = [1001, 1002, 1003, 1004];
    const far = reportOf({ topics: [topic('orders', partition(replicas, { inSync: [1001] }))], minIsr: 2 });
    expect(healthLines(far, 80).slice(0, 3)).toEqual([
      'PARTITION  STATE          LEADER  REPLICAS             IN SYNC  MIN',
      'orders',
      '        0  under min ISR    1001  1001,1002,1003,1004  1001       2',
    ]);
  });

  test('of few rows: the worst, and how many more there are', () => {
    const many = reportOf({
      topics: [topic('t', ...Array.from({ length: 50 }, () => partition([1, 2], { inSync: [1] }))), orders],
    });
    const shown = healthLines(many, 80, 15);
    expect(shown).toHaveLength(15);
    expect(shown[1]).toMatch(/^orders {10}2 {2}offline/);
    expect(shown).toContainEqual(expect.stringMatching(/^… and 4\d more; all of them without --watch$/));
    expect(healthLines(many, 80)).not.toContainEqual(expect.stringContaining('more'));
  });

  test('a column that nobody knows is left out', () => {
    const shown = lines(reportOf({ topics: [orders] }));
    expect(shown).not.toMatch(/MIN|DISK|FULL/);
    expect(shown).toContain('1 topic, 3 partitions: 1 offline, 2 under-replicated.');
  });

  test('with nothing wrong there are brokers alone', () => {
    expect(lines(reportOf({ topics: [topic('a', partition([1, 2]))], minIsr: 1 }))).toBe(
      `BROKER  STATE  LEADERS  EVEN  REPLICAS
     1  ok           1   0.5         1
     2  ok           0   0.5         1

1 topic, 1 partition: all have a leader and their replicas in sync.`,
    );
  });

  test('names from outside do nothing to it', () => {
    const evil = reportOf({ topics: [topic('a\u001b[2J\n', offline)] });
    const shown = [...healthLines(evil, 80), ...healthRecords(evil)];
    for (const control of ['\u001b', '\n']) expect(shown.join('')).not.toContain(control);
    expect(shown.join('')).toContain('a\\x1b[2J\\n');
    for (const width of [80, 100])
      for (const line of healthLines(report, width)) expect(textWidth(line)).toBeLessThanOrEqual(width);
  });
});

test('in a pipe: a record of each partition, broker and move', () => {
  const move = { name: 'orders', partition: 1, replicas: [2, 1], adding: [3], removing: [] };
  expect(healthRecords({ ...report, moving: [move] })).toEqual([
    'partition\torders\t2\toffline, under min ISR, under-replicated\tnone\t3\tnone\t2',
    'partition\torders\t0\tunder min ISR, under-replicated\t1\t1,2,3\t1\t2',
    'partition\tusers\t0\tunder min ISR, under-replicated\t1\t1,2\t1\t2',
    'partition\torders\t1\tat min ISR\t2\t2,1\t2,1\t2',
    'broker\t3\t\tgone: 2 replicas should be on it\t0\t1.5\t2\t',
    'broker\t1\tb1:9092\tdisk 91 % full; holds 3.0 GiB, 1.5 GiB would be even\t2\t1.5\t3\t3221225472',
    'broker\t2\tb2:9092\tok\t1\t1.5\t3\t1024',
    'move\torders\t1\t3\tnone',
  ]);
});

test('as a document: what is not known is null', () => {
  expect(healthDocument({ kind: 'kafka' }, report)).toMatchObject({
    ...{ schema: 'exops.cluster-health/v1', at: '1970-01-01T00:00:00.000Z', isHealthy: false },
    ...{ topics: 2, partitions: 4, offline: 1, underReplicated: 3, underMinIsr: 3, atMinIsr: 1 },
    target: { kind: 'kafka', clusterId: 'c1' },
  });
  const [first] = healthDocument({}, report).troubled;
  expect(first).toEqual({
    ...{ topic: 'orders', partition: 2, troubles: ['offline', 'under min ISR', 'under-replicated'] },
    ...{ leader: -1, replicas: [3], inSync: [], minIsr: 2 },
  });
  expect(healthDocument({}, reportOf({ topics: [orders] }))).toMatchObject({
    underMinIsr: null,
    atMinIsr: null,
  });
});

describe('beside the tables', () => {
  const unread = [{ what: 'disk', why: 'no', kind: 'right' as const }];

  test('names that are not there, and what could not be read', () => {
    const unknown = [{ name: 'ordres', isGlob: false, meant: 'orders' }];
    expect(healthNotes({ ...report, unknown, unread })).toEqual([
      'No such topic, or no right to see it: ordres. Did you mean orders?',
      'Not shown: disk: no',
    ]);
    expect(healthNotes(reportOf({ topics: [] }))).toEqual([
      'No topics: none is there, none matches, or this login may see none.',
    ]);
    expect(healthNotes({ ...reportOf({ topics: [] }), nothing: 'empty' })).toEqual([
      'No topics: none is there.',
    ]);
    expect(healthNotes({ ...reportOf({ topics: [] }), nothing: 'hidden' })).toEqual([
      'No topics that this login may see, though brokers have some (Describe on topics).',
    ]);
    expect(summaryWords(reportOf({ topics: [] }))).toBe('0 topics, 0 partitions.');
    const [one, two] = [[2], [1, 2]].map((silent) =>
      reportOf({ topics: [topic('a', partition([1]))], silent }),
    );
    const well = '1 topic, 1 partition: all have a leader and their replicas in sync; but';
    expect(one && summaryWords(one)).toBe(`${well} 1 broker doesn't answer.`);
    expect(two && summaryWords(two)).toBe(`${well} 2 brokers don't answer.`);
  });

  const fine = reportOf({ topics: [topic('a', partition([1, 2]))], minIsr: 2 });
  const silent = [{ what: 'disk', why: 'no', kind: 'no answer' as const }];

  test.each([
    ['wrong', report, false, 0],
    ['wrong, checked', report, true, 3],
    ['a warning, checked', fine, true, 0],
    ['a right is missing, checked', { ...fine, unread }, true, 0],
    ['a broker does not answer', { ...fine, unread: silent }, false, 1],
    ['a broker does not answer, and wrong, checked', { ...report, unread: silent }, true, 3],
    ['nothing is seen', reportOf({ topics: [] }), false, 0],
    ['nothing is seen, checked', reportOf({ topics: [] }), true, 1],
    ['nothing may be seen, checked', { ...reportOf({ topics: [] }), nothing: 'hidden' as const }, true, 4],
    ['nothing is there, checked', { ...reportOf({ topics: [] }), nothing: 'empty' as const }, true, 0],
    [
      'a name is not there, checked',
      { ...fine, unknown: [{ name: 'x', isGlob: false, meant: undefined }] },
      true,
      1,
    ],
  ])('exit code: %s', (_, of, isCheck, code) => {
    expect(healthExitCode(of, isCheck)).toBe(code);
  });
});
