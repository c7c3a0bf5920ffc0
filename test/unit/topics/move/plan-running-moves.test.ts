import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/lib/change/plan.js';
import { renderPlan } from '../../../../src/lib/change/render-plan.js';
import type { OngoingReassignment } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { noColor } from '../../../../src/lib/terminal/palette.js';
import type { MovableTopic, ObservedMove } from '../../../../src/lib/topics/move/model.js';
import { planCancel } from '../../../../src/lib/topics/move/plan-cancel.js';
import type { HeldThrottle } from '../../../../src/lib/topics/throttle.js';
import { movesOf, observedMove, planned } from './planning.js';

const shown = (plan: Plan) => renderPlan(plan, { palette: noColor, width: 80 }).join('\n');
const topicsOf = (...topics: readonly MovableTopic[]): Partial<ObservedMove> => ({ topics, all: topics });

describe('what runs already', () => {
  const running = (over: Partial<OngoingReassignment>): OngoingReassignment => ({
    name: 'orders',
    partition: 0,
    replicas: [3, 1, 2],
    adding: [3],
    removing: [2],
    ...over,
  });
  const during = (move: OngoingReassignment, throttles: readonly HeldThrottle[] = []) =>
    observedMove({
      ...topicsOf({
        name: 'orders',
        partitions: [{ id: 0, leader: 1, replicas: move.replicas, inSync: [1, 2] }],
      }),
      moving: [move],
      throttles,
    });
  const rate: HeldThrottle = {
    type: 'broker',
    name: '1',
    values: new Map([['leader.replication.throttled.rate', '1048576']]),
  };

  test('is followed when it leaves the broker', () => {
    const plan = planned(during(running({})));
    expect(movesOf(plan)).toMatchObject([{ id: 0, before: [1, 2], after: [3, 1], isUnderWay: true }]);
    expect(plan.changes[0]?.summary).toBe('follows 1 of 1 partition under way');
  });

  test('is nobody’s business when it has nothing to do with it', () => {
    const plan = planned(during(running({ replicas: [3, 1, 4], removing: [4] })));
    expect(plan).toMatchObject({ changes: [], refusals: [], unchanged: 1 });
  });

  test.each<[string, Partial<OngoingReassignment>, string]>([
    [
      'goes to the broker',
      { replicas: [2, 1, 3], adding: [2], removing: [3] },
      'partition 0 is being moved to lie on brokers 2, 1 already; wait for that, or end it with --cancel',
    ],
    [
      'keeps a replica on a broker that is down',
      { replicas: [3, 9, 2] },
      'partition 0 is being moved to lie on broker 9, which is not live; start it, or end that with --cancel',
    ],
    [
      'goes to a broker that is down',
      { replicas: [9, 1, 2], adding: [9] },
      'partition 0 is being moved to lie on broker 9, which is not live; start it, or end that with --cancel',
    ],
  ])('is in the way when it %s', (_, over, reason) => {
    expect(planned(during(running(over))).refusals).toMatchObject([{ name: 'orders', reason }]);
  });

  test('is ended by --cancel, and with the last one the rates go', () => {
    expect(shown(planCancel(during(running({}), [rate])))).toBe(
      [
        '  ~ orders    ends the move of 1 partition',
        '      partition 0  moving to broker 3 → stays on broker 2',
        '  ~ broker 1  its throttle ends with the last move',
        '      leader.replication.throttled.rate  1MiB/s → removed',
        '',
        'Plan: 1 topic to change, 1 broker to change.',
      ].join('\n'),
    );
  });

  test('keeps its rates while one of others runs on', () => {
    const observed = during(running({}), [rate]);
    const moving = [...(observed.moving ?? []), running({ name: 'users' })];
    expect(planCancel({ ...observed, moving }).changes.map(({ name }) => name)).toEqual(['orders']);
  });

  test('keeps its own throttle, and rates stay set for it', () => {
    const mark: HeldThrottle = {
      type: 'topic',
      name: 'orders',
      values: new Map([['leader.replication.throttled.replicas', '*']]),
    };
    const observed = during(running({ replicas: [3, 1, 4], removing: [4] }), [rate, mark]);
    expect(planned(observed).changes).toEqual([]);
  });

  const mark: HeldThrottle = {
    type: 'topic',
    name: 'orders',
    values: new Map([['leader.replication.throttled.replicas', '*']]),
  };

  test('is followed, and every throttle that goes with it is in the plan', () => {
    const { changes } = planned(during(running({}), [rate, mark]));
    expect(changes.map(({ name, fields }) => [name, fields.map((one) => one.name)])).toEqual([
      ['orders', ['replicas on broker 2', 'partition 0', 'leader.replication.throttled.replicas']],
      ['broker 1', ['leader.replication.throttled.rate']],
    ]);
    expect(changes.map(({ work }) => work.unthrottles)).toEqual([
      ['leader.replication.throttled.replicas'],
      ['leader.replication.throttled.rate'],
    ]);
  });

  test('is followed beside a move of others, which keeps its throttle', () => {
    const observed = during(running({}), [rate, mark]);
    const others = planned({ ...observed, moving: [running({}), running({ partition: 1 })] });
    expect(others.changes.map(({ work }) => work.unthrottles)).toEqual([undefined]);
    expect(others.notices).toEqual([
      { kind: 'throttled', text: 'throttled, until nothing moves any more', names: ['broker 1'] },
    ]);
  });

  test('is not ended when what would stay has no replica in sync; one that lacks some is a caution', () => {
    const observed = during(running({}));
    const synced = (inSync: readonly number[]) => {
      const partitions = [{ id: 0, leader: 3, replicas: [3, 1, 2], inSync }];
      return planCancel({ ...observed, ...topicsOf({ name: 'orders', partitions }) });
    };
    expect(synced([3])).toMatchObject({
      changes: [],
      notices: [],
      refusals: [
        {
          name: 'orders',
          reason:
            'partition 0: no replica that would stay is in sync, so records would be lost; wait for the end of the move',
        },
      ],
    });
    expect(synced([3, 1]).changes[0]?.cautions).toEqual([
      'partition 0: not all replicas that stay are in sync',
    ]);
    expect(synced([1, 2]).changes[0]?.cautions).toEqual([]);
  });

  test('is ended; the order of before is restored only where it can be told', () => {
    const restored = (over: Partial<OngoingReassignment>, leader: number) => {
      const move = running(over);
      const partitions = [{ id: 0, leader, replicas: move.replicas, inSync: move.replicas }];
      const { changes } = planCancel(
        observedMove({ ...topicsOf({ name: 'orders', partitions }), moving: [move] }),
      );
      return changes[0]?.work.cancels?.[0];
    };
    expect(restored({}, 2)).toEqual({ id: 0, before: [1, 2], restored: [2, 1] });
    expect(restored({}, 1)?.restored).toBeUndefined();
    const two = { replicas: [3, 4, 1, 2], adding: [3, 4], removing: [1, 2] };
    expect(restored(two, 1)).toEqual({ id: 0, before: [1, 2], restored: undefined });
  });

  test('--cancel without the right to see moves says so, as a right', () => {
    const movesProblem = { code: 31, name: 'CLUSTER_AUTHORIZATION_FAILED', message: null };
    expect(planCancel(observedMove({ moving: undefined, movesProblem })).refusals).toEqual([
      {
        kind: 'cluster',
        name: 'cluster',
        reason: "it doesn't say which replicas are being moved: CLUSTER_AUTHORIZATION_FAILED",
        access: true,
      },
    ]);
  });

  test('a cluster that does not tell is no cluster without moves', () => {
    expect(planCancel(observedMove({ moving: undefined })).refusals).toHaveLength(1);
  });
});
