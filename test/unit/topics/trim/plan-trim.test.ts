import { describe, expect, test } from 'vitest';
import { type ItemError, itemError } from '../../../../src/lib/kafka/item-error.js';
import type { TrimBound } from '../../../../src/lib/topics/trim/bound.js';
import type { PartitionEnds, TrimmableTopic } from '../../../../src/lib/topics/trim/model.js';
import { planTrim } from '../../../../src/lib/topics/trim/plan-trim.js';

const end: TrimBound = { by: 'end' };

/** Ten records in 1,000 bytes, all of which go. */
function partition(over: Partial<PartitionEnds> = {}): PartitionEnds {
  return {
    id: 0,
    leader: 1,
    begins: 0n,
    ends: 10n,
    keepsFrom: 10n,
    bytes: 1_000n,
    error: undefined,
    ...over,
  };
}

function trimmable(over: Partial<TrimmableTopic> = {}): TrimmableTopic {
  return {
    name: 'orders',
    error: undefined,
    cleanupPolicy: 'delete',
    partitions: [partition()],
    absent: [],
    behind: [],
    ...over,
  };
}

function error(code: number): ItemError {
  const found = itemError(code);
  if (found === undefined) throw new Error(`${code} is no error`);
  return found;
}

const plan = (topic: TrimmableTopic, bound: TrimBound = end, partitions: number[] = []) =>
  planTrim({ topics: [topic], there: ['orders', 'order'] }, { bound, partitions });

describe('what goes', () => {
  test('is said by partition, by record, and roughly by byte', () => {
    const partitions = [
      partition({ id: 0, begins: 2n, keepsFrom: 6n, bytes: 800n }),
      partition({ id: 1, keepsFrom: 0n }),
      partition({ id: 2, ends: 5_000n, keepsFrom: 4_999n, bytes: 5_120_000n }),
    ];
    const { changes } = plan(trimmable({ partitions }), { by: 'offset', offset: 6n });
    expect(changes).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        action: 'change',
        severity: 'destructive',
        summary: 'loses records before offset 6',
        fields: [
          {
            name: 'partition 0',
            before: '2',
            after: '6',
            shown: { before: '2', after: '6' },
            note: '4 records, about 400 B',
          },
          {
            name: 'partition 2',
            before: '0',
            after: '4999',
            shown: { before: '0', after: '4999' },
            note: '4,999 records, about 4.8 MiB',
          },
        ],
        cautions: ['deletes 5,003 of 5,018 records, about 4.8 MiB'],
        work: {
          partitions: [
            { id: 0, before: 6n },
            { id: 2, before: 4_999n },
          ],
        },
      },
    ]);
  });

  test.each<[string, Partial<TrimmableTopic>, string[]]>([
    ['all', {}, ['deletes all 10 records, about 1000 B']],
    [
      'an unknown size',
      { partitions: [partition({ bytes: undefined })] },
      ['deletes all 10 records, of unknown size'],
    ],
    [
      'a group that is behind',
      { behind: ['a', 'b'] },
      ['deletes all 10 records, about 1000 B', 'not yet read by a, b'],
    ],
    [
      'many groups',
      { behind: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      ['deletes all 10 records, about 1000 B', 'not yet read by a, b, c, d, e and 2 more'],
    ],
    [
      'unknown groups',
      { behind: undefined },
      ['deletes all 10 records, about 1000 B', 'which groups have not read them yet could not be read'],
    ],
  ])('%s', (_, over, cautions) => {
    expect(plan(trimmable(over)).changes[0]?.cautions).toEqual(cautions);
  });

  test('names the partitions that were chosen', () => {
    expect(plan(trimmable(), end, [0]).changes[0]?.summary).toBe('loses all records of partition 0');
    expect(plan(trimmable(), end, [0, 2]).changes[0]?.summary).toBe('loses all records of partitions 0,2');
  });

  test('is nothing where partitions begin there or later', () => {
    const partitions = [partition({ begins: 10n }), partition({ id: 1, begins: 8n, keepsFrom: 7n })];
    expect(plan(trimmable({ partitions }))).toMatchObject({
      changes: [],
      refusals: [],
      unchanged: 1,
      wanted: 'empty already',
    });
  });
});

describe('what is refused', () => {
  test.each<[string, Partial<TrimmableTopic>, object]>([
    [
      'a topic that is not there',
      { name: 'nowhere', error: error(3) },
      { reason: 'no such topic, or no right to see it' },
    ],
    [
      'a topic that is nearly there',
      { name: 'ordres', error: error(3) },
      { reason: 'no such topic, or no right to see it; did you mean orders?' },
    ],
    [
      'a topic that is not ours',
      { error: error(29) },
      { reason: 'no right to it: TOPIC_AUTHORIZATION_FAILED', access: true },
    ],
    [
      'a compacted topic',
      { cleanupPolicy: 'compact' },
      {
        reason: expect.stringContaining(
          'its cleanup.policy is compact: Kafka trims only topics that delete, too',
        ),
      },
    ],
    ['a partition that is not there', { absent: [7, 9] }, { reason: 'it has no partitions 7,9' }],
    [
      'a partition without a leader',
      { partitions: [partition(), partition({ id: 1, leader: -1 })] },
      { reason: 'partition 1 has no leader now: nobody knows what is in it' },
    ],
    [
      'offsets that can not be read',
      { partitions: [partition({ id: 4, error: error(29) })] },
      { reason: 'partition 4: no right to it: TOPIC_AUTHORIZATION_FAILED', access: true },
    ],
    [
      'an end that moved back',
      { partitions: [partition({ ends: 3n })] },
      { reason: 'partition 0 ends at 3, before offset 10' },
    ],
  ])('%s', (_, over, refusal) => {
    const { changes, refusals, unchanged } = plan(trimmable(over));
    expect(changes).toEqual([]);
    expect(refusals).toEqual([{ kind: 'topic', name: over.name ?? 'orders', ...refusal }]);
    expect(unchanged).toBe(0);
  });

  test('an offset past an end, with the flags that help', () => {
    const { refusals } = plan(trimmable({ partitions: [partition({ ends: 3n })] }), {
      by: 'offset',
      offset: 10n,
    });
    expect(refusals[0]?.reason).toBe(
      'partition 0 ends at 3, before offset 10; --partition trims one, --all empties it',
    );
  });

  test.each(['delete', 'compact,delete', undefined])('not the cleanup.policy %s', (cleanupPolicy) => {
    expect(plan(trimmable({ cleanupPolicy })).changes).toHaveLength(1);
  });
});
