import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/lib/change/plan.js';
import { renderPlan } from '../../../../src/lib/change/render-plan.js';
import type { PartitionMetadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { noColor } from '../../../../src/lib/terminal/palette.js';
import type { MovableTopic, ObservedMove } from '../../../../src/lib/topics/move/model.js';
import { broker, brokers, placed } from '../builders.js';
import { asked, movesOf, observedMove, planned } from './planning.js';

const shown = (plan: Plan) => renderPlan(plan, { palette: noColor, width: 80 }).join('\n');
const orders = (...replicas: readonly (readonly number[])[]): MovableTopic => ({
  name: 'orders',
  partitions: placed(...replicas),
});
const topicsOf = (...topics: readonly MovableTopic[]): Partial<ObservedMove> => ({ topics, all: topics });
const mebibyte = 1_048_576n;

test('the plan shows what goes where, how much is copied, and how long that takes at least', () => {
  const bytes = new Map([0, 1, 2].map((id) => [`${id} orders`, 400n * mebibyte]));
  const observed = observedMove({ ...topicsOf(orders([1, 2], [2, 1], [1, 2])), bytes });
  expect(shown(planned(observed, asked({ throttle: 20n * mebibyte })))).toBe(
    [
      '  ~ orders  moves 3 of 3 partitions',
      '      replicas on broker 2  3 → 0',
      '        copies about 1.1 GiB, 20MiB/s a broker at most',
      '      partitions 0,2        1,2 → 1,3',
      '      partition 1           2,1 → 4,1',
      '    1.1 GiB to copy in all, in 40 s at least',
      '',
      'Plan: 1 to change.',
    ].join('\n'),
  );
});

test('sizes that cannot be read are said to be unknown', () => {
  const text = shown(planned(observedMove(topicsOf(orders([1, 2])))));
  expect(text).toContain('copies data of unknown size, unthrottled');
  expect(text).not.toContain('in all');
});

test('fewer racks than now are said', () => {
  const live = [broker(1, 'a'), broker(2, 'b'), broker(3, 'a')];
  const plan = planned(observedMove({ ...topicsOf(orders([1, 2])), brokers: live }));
  expect(plan.changes[0]?.cautions).toEqual([
    'partition 0: in fewer racks than now, as no broker of another one remains',
  ]);
});

test('of two in one rack the follower goes, whoever leads, and the preferred leader never', () => {
  const live = [broker(1, 'a'), broker(2, 'a'), broker(3, 'b')];
  const led = (leader: number): PartitionMetadata => ({ id: 0, leader, replicas: [1, 2], inSync: [1, 2] });
  const after = (leader: number) =>
    movesOf(
      planned(
        observedMove({ ...topicsOf({ name: 'orders', partitions: [led(leader)] }), brokers: live }),
        asked({ leaving: [], spreads: true }),
      ),
    )[0]?.after;
  expect([after(1), after(2)]).toEqual([
    [1, 3],
    [1, 3],
  ]);
});

describe('refused', () => {
  const reasonsOf = (observed: ObservedMove, what = asked()) =>
    planned(observed, what).refusals.map(({ name, reason }) => `${name}: ${reason}`);
  const partition = (over: Partial<PartitionMetadata>): MovableTopic => ({
    name: 'orders',
    partitions: [{ id: 0, leader: 1, replicas: [1, 2], inSync: [1, 2], ...over }],
  });

  test('without a leader, whatever is allowed', () => {
    const observed = observedMove(topicsOf(partition({ leader: -1, inSync: [] })));
    const reason = 'orders: partition 0 has no leader: there is nothing to copy from';
    expect(reasonsOf(observed)).toEqual([reason]);
    expect(reasonsOf(observed, asked({ allowsUnderReplicated: true }))).toEqual([reason]);
  });

  test('under-replicated, unless that is allowed', () => {
    const observed = observedMove(topicsOf(partition({ inSync: [1] })));
    expect(reasonsOf(observed)).toEqual([
      'orders: partition 0 lacks a replica in sync; wait until all are, or give --allow-under-replicated',
    ]);
    expect(reasonsOf(observed, asked({ allowsUnderReplicated: true }))).toEqual([]);
  });

  test('when a replica would stay on a broker that is down: the move could not end', () => {
    const observed = observedMove(topicsOf(partition({ replicas: [2, 9], inSync: [2] })));
    const reason =
      'orders: partition 0 would stay on broker 9, which is not live, so that the move could not end; leave it, too, or start it';
    expect(reasonsOf(observed, asked({ allowsUnderReplicated: true }))).toEqual([reason]);
    expect(reasonsOf(observed)).toEqual([reason]);
    const both = asked({ leaving: [2, 9], allowsUnderReplicated: true });
    expect(reasonsOf(observed, both)).toEqual([]);
    expect(movesOf(planned(observed, both))[0]?.after).toEqual([1, 3]);
  });

  test('a partition that needs no move may be as it is', () => {
    const observed = observedMove(topicsOf(partition({ replicas: [1, 3], inSync: [] })));
    expect(planned(observed)).toMatchObject({ refusals: [], unchanged: 1 });
  });

  test('too few brokers remain; none at all', () => {
    const observed = observedMove({ ...topicsOf(orders([1, 2], [2, 1], [1])), brokers: brokers(2) });
    expect(reasonsOf(observed)).toEqual([
      'orders: partitions 0-1 have 2 replicas, and too few brokers remain: 1',
    ]);
    expect(reasonsOf(observed, asked({ leaving: [1, 2] }))).toEqual([
      'orders: partitions 0-1 have 2 replicas, and too few brokers remain: none; partition 2 has 1 replica, and too few brokers remain: none',
    ]);
  });

  test('nothing is moved where the cluster does not say what moves', () => {
    const observed = observedMove({ ...topicsOf(orders([1, 2])), moving: undefined });
    expect(reasonsOf(observed)).toEqual([
      "orders: the cluster doesn't say which replicas are being moved, so none are moved now",
    ]);
  });

  test('a refused topic does not count in the load of the others', () => {
    const small = { name: 'small', partitions: placed([2]) };
    const bad = {
      name: 'bad',
      partitions: [...placed([2]), { id: 1, leader: -1, replicas: [2], inSync: [] }],
    };
    const alone = movesOf(planned(observedMove(topicsOf(small))))[0]?.after;
    const moves = movesOf(planned(observedMove(topicsOf(bad, small))));
    expect(moves.map(({ after }) => after)).toEqual([alone]);
  });
});
