import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BrokerMetadata, PartitionMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import { assignReplicas, loadOf } from '../../../src/lib/topics/assign-replicas.js';
import { someBrokers } from './arbitraries.js';
import { brokers, placed } from './builders.js';

const assign = (partitions: readonly PartitionMetadata[], factor: number, live: readonly BrokerMetadata[]) =>
  assignReplicas({ partitions, factor, brokers: live, load: loadOf(partitions) });

/** Brokers, partitions that lie on some of them and their leaders, and a factor that the brokers can carry. */
const situations = someBrokers.chain((live) => {
  const ids = live.map(({ id }) => id);
  const partition = fc
    .shuffledSubarray(ids, { minLength: 1 })
    .chain((replicas) =>
      fc.constantFrom(...replicas).map((leader) => ({ replicas, leader, inSync: replicas })),
    );
  return fc.record({
    live: fc.constant(live),
    partitions: fc
      .array(partition, { minLength: 1, maxLength: 8 })
      .map((some) => some.map((one, id) => ({ ...one, id }))),
    factor: fc.integer({ min: 1, max: live.length }),
  });
});

describe('for all partitions, brokers and factors', () => {
  const rackOf = (live: readonly BrokerMetadata[], id: number) =>
    live.find((one) => one.id === id)?.rack ?? `alone ${id}`;
  const racksOf = (live: readonly BrokerMetadata[], ids: readonly number[]) =>
    new Set(ids.map((id) => rackOf(live, id))).size;
  const each = (
    check: (before: PartitionMetadata, after: readonly number[], live: readonly BrokerMetadata[]) => void,
  ) =>
    fc.assert(
      fc.property(situations, ({ partitions, factor, live }) => {
        for (const target of assign(partitions, factor, live)) {
          const before = partitions[target.partition];
          if (before !== undefined) check(before, target.replicas, live);
        }
      }),
    );

  test('exactly the partitions with another factor are assigned, to that many different brokers', () => {
    fc.assert(
      fc.property(situations, ({ partitions, factor, live }) => {
        const targets = assign(partitions, factor, live);
        const others = partitions.filter(({ replicas }) => replicas.length !== factor);
        expect(targets.map(({ partition }) => partition)).toEqual(others.map(({ id }) => id));
        for (const { replicas } of targets)
          expect([replicas.length, new Set(replicas).size]).toEqual([factor, factor]);
      }),
    );
  });

  test('nothing is moved that could stay, and the order stays', () => {
    each(({ replicas }, after) => {
      const kept = after.filter((id) => replicas.includes(id));
      expect(kept).toHaveLength(Math.min(replicas.length, after.length));
      expect(kept).toEqual(replicas.filter((id) => kept.includes(id)));
    });
  });

  test('the leader stays', () => {
    each(({ leader }, after) => expect(after).toContain(leader));
  });

  test('replicas lie in as many racks as can be had without another move', () => {
    each(({ replicas }, after, live) => {
      const all = racksOf(
        live,
        live.map(({ id }) => id),
      );
      const added = after.length - replicas.length;
      const most =
        added > 0
          ? Math.min(all, racksOf(live, replicas) + added)
          : Math.min(after.length, racksOf(live, replicas));
      expect(racksOf(live, after)).toBe(most);
    });
  });
});

test('partitions that were spread evenly are spread evenly at a higher factor', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 7 }), fc.integer({ min: 1, max: 30 }), (count, size) => {
      const partitions = placed(...Array.from({ length: size }, (_, index) => [(index % count) + 1]));
      const after = assign(partitions, 2, brokers(count)).map(({ replicas }) => replicas);
      const load = loadOf(placed(...after));
      const loads = brokers(count).map(({ id }) => load.get(id) ?? 0);
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(2);
    }),
  );
});
