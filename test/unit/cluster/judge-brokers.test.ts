import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeBrokers } from '../../../src/lib/cluster/judge-brokers.js';
import type { BrokerDisk } from '../../../src/lib/cluster/read-disks.js';
import { brokers, disk, partition, topic } from './builders.js';

const noDisks = { answers: new Map<number, BrokerDisk>(), silent: new Set<number>() };
const gib = 1024n ** 3n;

/** Partitions on broker 1 and 2, so many led by each. */
const led = (first: number, second: number) =>
  topic(
    't',
    ...Array.from({ length: first }, () => partition([1, 2])),
    ...Array.from({ length: second }, () => partition([2, 1])),
  );

const notesOf = (...args: Parameters<typeof judgeBrokers>) =>
  Object.fromEntries(judgeBrokers(...args).map(({ id, notes }) => [id, notes]));

test('counts what each has, and how many would be even', () => {
  const topics = [
    topic('a', partition([1, 2]), partition([2, 3])),
    topic('b', partition([2, 1], { leader: 1 })),
  ];
  expect(judgeBrokers(brokers(1, 2, 3), topics, noDisks)).toMatchObject([
    { id: 2, leaders: 1, even: 1, replicas: 3, preferred: 2, ledElsewhere: 1 },
    { id: 1, leaders: 2, even: 1, replicas: 2, preferred: 1, ledElsewhere: 0 },
    { id: 3, leaders: 0, even: 1, replicas: 1, preferred: 0, ledElsewhere: 0 },
  ]);
});

describe('notes', () => {
  test('a broker that is gone stands first', () => {
    const topics = [
      topic('a', partition([1, 9], { inSync: [1] }), partition([9], { leader: -1, inSync: [] })),
    ];
    const judged = judgeBrokers(brokers(1, 2), topics, noDisks);
    expect(judged.map(({ id, notes }) => [id, notes])).toEqual([
      [9, ['gone: 2 replicas should be on it']],
      [1, []],
      [2, []],
    ]);
    expect(judged[0]).toMatchObject({ listed: undefined, preferred: 1, ledElsewhere: 0 });
  });

  test.each([
    ['evenly', 4, 4, []],
    ['a little more', 5, 4, []],
    ['two more of a few', 4, 0, []],
    ['three more', 6, 0, ['leads 6 partitions, 3 would be even']],
    ['a quarter more of many', 500, 300, []],
    ['over a quarter more of many', 501, 299, ['leads 501 partitions, 400 would be even']],
  ])('leads %s', (_, first, second, notes) => {
    expect(notesOf(brokers(1, 2), [led(first, second)], noDisks)[1]).toEqual(notes);
  });

  test('leaders that are not the preferred ones, over a tenth of them', () => {
    const others = (count: number) =>
      topic(
        't',
        ...Array.from({ length: 20 }, (_, index) => partition([1, 2], { leader: index < count ? 2 : 1 })),
      );
    const note = 'others lead 3 of the 20 partitions that it should lead';
    expect(notesOf(brokers(1, 2, 3), [others(2)], noDisks)[1]).not.toContain(note.replace('3', '2'));
    expect(notesOf(brokers(1, 2, 3), [others(3)], noDisks)[1]).toContain(note);
  });

  test.each<[string, BrokerDisk, string[]]>([
    ['nearly full', disk(1n, { volumes: [{ totalBytes: 100n, usableBytes: 15n }] }), ['disk 85 % full']],
    ['not yet', disk(1n, { volumes: [{ totalBytes: 100n, usableBytes: 16n }] }), []],
    [
      'the fullest of several counts',
      disk(1n, {
        volumes: [
          { totalBytes: 100n, usableBytes: 90n },
          { totalBytes: 100n, usableBytes: 1n },
        ],
      }),
      ['disk 99 % full'],
    ],
    ['nobody says', disk(1n, { volumes: [{ totalBytes: undefined, usableBytes: undefined }] }), []],
    ['of nothing', disk(1n, { volumes: [{ totalBytes: 0n, usableBytes: 0n }] }), []],
    ['broken', disk(1n, { failedDirectories: 2 }), ['2 log directories out of use: a broken disk']],
    ['more than the other', disk(9n * gib), ['holds 9.0 GiB, 4.5 GiB would be even']],
    ['a little more than the other', disk(gib + gib / 2n), []],
  ])('disk: %s', (_, one, notes) => {
    const answers = new Map([
      [1, one],
      [2, disk(0n)],
    ]);
    expect(notesOf(brokers(1, 2), [], { ...noDisks, answers })[1]).toEqual(notes);
  });

  test('one that does not answer, whatever the cluster says of it', () => {
    const silent = { ...noDisks, silent: new Set([2]) };
    expect(notesOf(brokers(1, 2), [], silent)).toEqual({ 1: [], 2: ['does not answer'] });
    expect(judgeBrokers(brokers(1, 2), [], silent).map(({ id }) => id)).toEqual([2, 1]);
  });

  test('one that left the list while it was waited for is gone, not silent', () => {
    const judged = judgeBrokers(brokers(1), [led(1, 0)], { ...noDisks, silent: new Set([2]) });
    expect(judged.map(({ id, listed, isSilent }) => [id, listed !== undefined, isSilent])).toEqual([
      [2, false, false],
      [1, true, false],
    ]);
  });

  test('nothing of a cluster without topics, and nothing without brokers', () => {
    expect(notesOf(brokers(1, 2), [], noDisks)).toEqual({ 1: [], 2: [] });
    expect(judgeBrokers([], [], noDisks)).toEqual([]);
  });
});

test('property: every replica, every leader and every broker is counted once', () => {
  const partitions = fc.array(
    fc
      .uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1 })
      .chain((replicas) => fc.constantFrom(-1, ...replicas).map((leader) => partition(replicas, { leader }))),
  );
  fc.assert(
    fc.property(partitions, fc.uniqueArray(fc.integer({ min: 1, max: 6 })), (some, ids) => {
      const judged = judgeBrokers(brokers(...ids), [topic('t', ...some)], noDisks);
      const sum = (of: 'leaders' | 'replicas' | 'preferred' | 'ledElsewhere') =>
        judged.reduce((total, one) => total + one[of], 0);
      expect(sum('replicas')).toBe(some.flatMap(({ replicas }) => replicas).length);
      expect(sum('leaders')).toBe(some.filter(({ leader }) => leader >= 0).length);
      expect(sum('preferred')).toBe(some.length);
      expect(sum('ledElsewhere')).toBeLessThanOrEqual(sum('leaders'));
      expect(new Set(judged.map(({ id }) => id)).size).toBe(judged.length);
      for (const { id, listed } of judged) expect(listed === undefined).toBe(!ids.includes(id));
    }),
  );
});
