import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { BrokerMetadata, PartitionMetadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { racksOf } from '../../../../src/lib/topics/move/place.js';
import { broker } from '../builders.js';
import { asked, movesOf, observedMove, planned } from './planning.js';

interface Situation {
  readonly live: readonly BrokerMetadata[];
  readonly partitions: readonly PartitionMetadata[];
  readonly leaving: readonly number[];
  readonly spreads: boolean;
}

const racks = fc.array(fc.constantFrom('r1', 'r2', 'r3', null), { minLength: 2, maxLength: 7 });

/** Partitions in sync, on some of the brokers, which are all live; some of these are left. */
const situations: fc.Arbitrary<Situation> = racks.chain((some) => {
  const live = some.map((rack, index) => broker(index + 1, rack));
  const ids = live.map(({ id }) => id);
  const partition = fc
    .shuffledSubarray(ids, { minLength: 1, maxLength: Math.min(4, ids.length) })
    .chain((replicas) =>
      fc.constantFrom(...replicas).map((leader) => ({ replicas, leader, inSync: replicas })),
    );
  return fc.record({
    live: fc.constant(live),
    partitions: fc
      .array(partition, { minLength: 1, maxLength: 8 })
      .map((all) => all.map((one, id) => ({ ...one, id }))),
    leaving: fc.subarray(ids),
    spreads: fc.boolean(),
  });
});

const planOf = ({ live, partitions, leaving, spreads }: Situation) =>
  planned(observedMove({ brokers: live, topics: [{ name: 't', partitions }] }), asked({ leaving, spreads }));

describe('for all clusters and brokers that are left', () => {
  const eachMove = (check: (move: ReturnType<typeof movesOf>[number], situation: Situation) => void) =>
    fc.assert(
      fc.property(situations, (situation) => {
        for (const move of movesOf(planOf(situation))) check(move, situation);
      }),
    );

  test('a partition keeps its number of replicas, each on a broker of its own that lives and is not left', () => {
    eachMove(({ before, after }, { live, leaving }) => {
      expect(after).toHaveLength(before.length);
      expect(new Set(after).size).toBe(after.length);
      for (const id of after) {
        expect(leaving).not.toContain(id);
        expect(live.map((one) => one.id)).toContain(id);
      }
    });
  });

  test('a topic is refused exactly when one of its partitions has more replicas than brokers remain', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { live, partitions, leaving } = situation;
        const most = Math.max(...partitions.map(({ replicas }) => replicas.length));
        const isTooMuch =
          most > live.length - leaving.length &&
          partitions.some(
            ({ replicas }) =>
              replicas.length > live.length - leaving.length && replicas.some((id) => leaving.includes(id)),
          );
        expect(planOf(situation).refusals.length > 0).toBe(isTooMuch);
      }),
    );
  });

  test('off brokers alone, exactly the replicas on them go, and the others keep their places', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const plan = planOf({ ...situation, spreads: false });
        if (plan.refusals.length > 0) return;
        const { partitions, leaving } = situation;
        const after = new Map(movesOf(plan).map((move) => [move.id, move.after]));
        for (const { id, replicas } of partitions) {
          const there = after.get(id) ?? replicas;
          replicas.forEach((one, index) => {
            expect(there[index] === one).toBe(!leaving.includes(one));
          });
        }
      }),
    );
  });

  test('off brokers, the replicas that move lie in as many racks as they can', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { live, leaving } = situation;
        const remaining = live.filter(({ id }) => !leaving.includes(id));
        const all = racksOf(
          remaining.map(({ id }) => id),
          live,
        );
        for (const { before, after } of movesOf(planOf({ ...situation, spreads: false }))) {
          const kept = before.filter((id) => !leaving.includes(id));
          const most = Math.min(all, racksOf(kept, live) + before.length - kept.length);
          expect(racksOf(after, live)).toBe(most);
        }
      }),
    );
  });

  test('over racks alone, no partition gets fewer racks, and as few replicas go as racks are gained', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const { live, partitions } = situation;
        const all = racksOf(
          live.map(({ id }) => id),
          live,
        );
        const after = new Map(
          movesOf(planOf({ ...situation, leaving: [], spreads: true })).map((move) => [move.id, move.after]),
        );
        for (const { id, replicas } of partitions) {
          const there = after.get(id) ?? replicas;
          const gained = racksOf(there, live) - racksOf(replicas, live);
          expect(racksOf(there, live)).toBe(Math.min(replicas.length, all));
          expect(there.filter((one) => !replicas.includes(one))).toHaveLength(gained);
        }
      }),
    );
  });

  test('what was moved is not moved again', () => {
    fc.assert(
      fc.property(situations, (situation) => {
        const plan = planOf(situation);
        if (plan.refusals.length > 0) return;
        const after = new Map(movesOf(plan).map((move) => [move.id, move.after]));
        const partitions = situation.partitions.map((one) => {
          const replicas = after.get(one.id) ?? one.replicas;
          return { ...one, replicas, inSync: replicas, leader: replicas[0] ?? -1 };
        });
        expect(planOf({ ...situation, partitions })).toMatchObject({
          changes: [],
          refusals: [],
          unchanged: 1,
        });
      }),
    );
  });
});

test('replicas of a broker that is left are spread evenly over those that remain', () => {
  fc.assert(
    fc.property(fc.integer({ min: 3, max: 7 }), fc.integer({ min: 1, max: 40 }), (count, size) => {
      const live = Array.from({ length: count }, (_, index) => broker(index + 1));
      const partitions = Array.from({ length: size }, (_, id) => {
        const replicas = [(id % count) + 1];
        return { id, replicas, inSync: replicas, leader: replicas[0] ?? -1 };
      });
      const after = new Map(
        movesOf(planOf({ live, partitions, leaving: [1], spreads: false })).map((move) => [
          move.id,
          move.after,
        ]),
      );
      const loads = live
        .slice(1)
        .map(
          (one) =>
            partitions.filter(({ id, replicas }) => (after.get(id) ?? replicas).includes(one.id)).length,
        );
      expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    }),
  );
});
