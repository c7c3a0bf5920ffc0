import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/lib/errors.js';
import { readTimes } from '../../../../src/lib/power/schedule/read-times.js';
import { entryOf, listedOf, mysql, nodes, shop, sleeperOf } from './builders.js';
import { applied, planOf, reasons, texts, type World } from './planning.js';

describe('what it wakes to', () => {
  const asleep = { ...nodes, state: 'asleep' as const, size: { min: 0, max: 4, desired: 0 } };
  const sizeOf = (sleeper: typeof nodes, world: World = {}) =>
    applied(planOf({ ...world, listed: [listedOf(sleeper)] })).find(({ name }) => name.endsWith('-wake'))
      ?.input;
  const scaling = (config: object) =>
    JSON.stringify({ ClusterName: 'shop', NodegroupName: 'spot', ScalingConfig: config });

  test('is what there is, while it is awake', () => {
    const record = 'v=1 min=3 desired=3 by=kim at=2026-11-19T10:00:00Z';
    expect(sizeOf({ ...nodes, record })).toBe(scaling({ MinSize: 1, DesiredSize: 2 }));
  });

  test('is what its record says, while it is asleep', () => {
    const record = 'v=1 min=3 max=4 desired=3 by=kim at=2026-11-19T10:00:00Z';
    expect(sizeOf({ ...asleep, record })).toBe(scaling({ MinSize: 3, DesiredSize: 3 }));
  });

  test('is what its schedule says so far, when that put it to sleep', () => {
    const schedules = applied(planOf());
    expect(planOf({ schedules, listed: [listedOf(asleep), ...shop.slice(1)] })).toMatchObject({
      changes: [],
      refusals: [],
      unchanged: 6,
    });
  });

  test('is asked for when nothing tells', () => {
    const plan = planOf({ listed: [listedOf(asleep), listedOf(mysql)] });
    expect(reasons(plan)).toEqual([
      'nodegroup spot: what should it wake to? It is at 0 now, and has no record. Wake it first, or give --wakes-to "nodegroup spot=DESIRED"',
    ]);
    expect(plan.changes.map(({ name }) => name)).toEqual([
      'exops-dev',
      'rds-shop-mysql-sleep',
      'rds-shop-mysql-wake',
    ]);
  });

  test('is what a person says, before anything else', () => {
    expect(sizeOf(asleep, { wakesTo: ['spot=1/3'] })).toBe(scaling({ MinSize: 1, DesiredSize: 3 }));
    expect(sizeOf(nodes, { wakesTo: ['nodegroup spot=3'] })).toBe(scaling({ MinSize: 1, DesiredSize: 3 }));
  });

  test('is refused where it does not fit', () => {
    expect(reasons(planOf({ wakesTo: ['spot=5'] }))).toEqual([
      'nodegroup spot: --wakes-to: 5 is more than its most, 4',
    ]);
    expect(reasons(planOf({ wakesTo: ['shop-mysql=2'] }))).toEqual([
      'rds shop-mysql: --wakes-to: it is only on or off, so write on',
    ]);
    expect(() => planOf({ wakesTo: ['other=2'] })).toThrow(UsageError);
  });

  test('is refused where the record is nonsense, and its schedules stay as they are', () => {
    const broken = { ...asleep, record: 'v=1 \u001b[2J' };
    const plan = planOf({ schedules: applied(planOf()), listed: [listedOf(broken)] });
    expect(reasons(plan)).toEqual([
      'nodegroup spot: its record "v=1 \\x1b[2J" can\'t be read: it does not say by whom (by=…). Wake it first, or give --wakes-to "nodegroup spot=DESIRED"',
    ]);
    expect(plan.changes).toEqual([]);
    expect(texts(plan, 'not of this list').flat()).not.toContain('nodegroup-shop.spot-sleep');
  });
});

describe('what is said with it', () => {
  test('how little a schedule does, and what it needs', () => {
    const plan = planOf();
    expect(plan.notices.map(({ kind }) => kind)).toEqual([
      'stages',
      'limits',
      'woken by hand',
      'role',
      'next runs',
    ]);
    expect(texts(plan, 'role')).toEqual([
      [
        'the role exops-dev must allow (exops dev schedule policy prints all of it)',
        'ec2:StartInstances',
        'ec2:StopInstances',
        'eks:UpdateNodegroupConfig',
        'rds:StartDBInstance',
        'rds:StopDBInstance',
      ],
    ]);
    expect(texts(plan, 'next runs')).toEqual([
      ['next, in Asia/Seoul', 'sleep Fri 20 Nov 19:00', 'wake Mon 23 Nov 08:00', 'sleep Mon 23 Nov 19:00'],
    ]);
    expect(texts(plan, 'stages')).toEqual([
      [
        'stages follow each other by 5 minutes, applications first to sleep and last to wake; none waits for the one before',
      ],
    ]);
  });

  test('what Scheduler cannot reach', () => {
    expect(texts(planOf({ workloads: ['workload deployment/backend'] }), 'workloads')).toEqual([
      ["left out, as Scheduler can't reach Kubernetes", 'workload deployment/backend'],
    ]);
    const only = planOf({ listed: [], workloads: ['workload deployment/backend'] });
    expect(only.changes).toEqual([]);
    expect(only.notices.map(({ kind }) => kind)).toEqual(['workloads']);
  });

  test('that databases start by themselves where nothing wakes them', () => {
    const plan = planOf({ wish: { wake: [] } });
    expect(texts(plan, 'starts itself')).toEqual([
      [
        'AWS starts a stopped database by itself after 7 days; the next scheduled sleep stops it again',
        'rds shop-mysql',
      ],
    ]);
    expect(texts(planOf(), 'starts itself')).toEqual([]);
  });

  test('what changes of clocks do to its times, stage by stage', () => {
    const wish = { timezone: 'Europe/Berlin', sleep: readTimes('--sleep', ['sun 1:55']) };
    expect(texts(planOf({ wish }), 'clock change').flat()).toEqual([
      'clocks go forward over these on Sun 28 Mar 2027, and Scheduler leaves the runs out',
      'sleep sun 02:00',
      'sleep sun 02:05',
      'clocks go back on Sun 31 Oct 2027 so that these come twice, and Scheduler runs them once',
      'sleep sun 02:00',
      'sleep sun 02:05',
    ]);
    expect(texts(planOf({ wish: { timezone: 'Europe/Berlin' } }), 'clock change')).toEqual([]);
  });

  test('that a line of the list chooses nothing', () => {
    const gone = entryOf({ kind: 'rds', choice: { by: 'name', name: 'gone' } });
    const plan = planOf({ listed: [...shop, { entry: gone, sleepers: [] }] });
    expect(reasons(plan)).toEqual(['rds gone: there is none of this name, and exops.yaml:9:9 lists it']);
    expect(plan.changes).toHaveLength(7);
  });

  test('one that two lines choose is scheduled once', () => {
    expect(planOf({ listed: [...shop, ...shop] }).changes).toHaveLength(7);
  });

  test('names from outside can do nothing to a terminal, or to the description', () => {
    const evil = sleeperOf('ec2', 'i-1 (\u001b[2J])', { id: 'i-1' });
    const [schedule] = applied(planOf({ listed: [listedOf(evil)] }));
    expect(schedule?.description).toBe('exops: sleep of ec2 i-1 (\\x1b[2J]) [i-1]');
  });
});
