import { describe, expect, test } from 'vitest';
import { AwsError, MissingRightError } from '../../../../src/lib/aws/aws-errors.js';
import type { Schedule } from '../../../../src/lib/aws/contract/scheduler.js';
import { exitCodeOfOutcomes } from '../../../../src/lib/change/outcome.js';
import { roleArn, schedulerOf } from './builders.js';
import { failingAt, isDone, madeWorld, run, said, verbs } from './capability-run.js';

describe('what is done', () => {
  test('the group, one schedule, and then the others; all read back', async () => {
    const { verified, world, pauses } = await run();
    expect(verified).toHaveLength(7);
    expect(verified.every(isDone)).toBe(true);
    expect(world.store.size).toBe(6);
    expect(pauses).toEqual([]);
    expect(verbs(world.calls).slice(0, 4)).toEqual([
      'schedules exops-dev',
      'schedules exops-dev',
      'createGroup exops-dev',
      'create rds-shop-mysql-wake',
    ]);
    const created = verbs(world.calls).filter((call) => call.startsWith('create '));
    expect(created.map((call) => call.endsWith('-wake'))).toEqual([true, true, true, false, false, false]);
  });

  test('nothing the second time', async () => {
    const { plan, world } = await run({ world: await madeWorld() });
    expect(plan).toMatchObject({ changes: [], unchanged: 6 });
    expect(verbs(world.calls)).toEqual(['schedules exops-dev']);
  });

  test('a change', async () => {
    const { verified, world } = await run({ world: await madeWorld(), wish: { timezone: 'UTC' } });
    expect(verified.every(isDone)).toBe(true);
    expect([...world.store.values()].map(({ timezone }) => timezone)).toEqual(Array(6).fill('UTC'));
  });

  test('removal, the group last', async () => {
    const { verified, world } = await run({ world: await madeWorld(), removes: [] });
    expect(verified).toHaveLength(7);
    expect(verified.every(isDone)).toBe(true);
    expect(world.isThere()).toBe(false);
    expect(
      verbs(world.calls)
        .filter((call) => !call.startsWith('schedules'))
        .at(-1),
    ).toBe('deleteGroup exops-dev');
  });

  test('a list that lags behind is read again', async () => {
    let reads = 0;
    const world = schedulerOf();
    const { schedules } = world.scheduler;
    const lagging = {
      ...world,
      scheduler: {
        ...world.scheduler,
        schedules: async (group: string): Promise<readonly Schedule[] | undefined> => {
          reads += 1;
          const found = await schedules(group);
          return reads === 3 ? found?.slice(1) : found;
        },
      },
    };
    const { verified, pauses } = await run({ world: lagging });
    expect(verified.every(isDone)).toBe(true);
    expect(pauses).toEqual([250]);
  });
});

describe('the role', () => {
  const words = 'The execution role you provide must allow AWS EventBridge Scheduler to assume the role.';

  test('that Scheduler cannot take on stops all at the first schedule, and it is said what to do', async () => {
    const refusal = new AwsError(
      'ValidationException',
      `scheduler:CreateSchedule for exops-dev/x failed: ${words}`,
    );
    const { verified, plan, world } = await run({
      world: schedulerOf({ before: failingAt('create', refusal) }),
    });
    expect(verified.slice(0, 2).map(({ name, status }) => `${name} ${status}`)).toEqual([
      'exops-dev done',
      'rds-shop-mysql-wake failed',
    ]);
    expect(verified.slice(2).map(({ status }) => status)).toEqual(Array(5).fill('not tried'));
    expect(verified[1]?.reason).toBe(
      [
        `scheduler:CreateSchedule for exops-dev/x failed: ${words}`,
        `The trust policy of ${roleArn} must let scheduler.amazonaws.com in, as exops dev schedule policy prints it.`,
        'If it does, and is only some seconds old, run this again in a minute.',
      ].join('\n'),
    );
    expect(world.store.size).toBe(0);
    expect(exitCodeOfOutcomes(plan, verified)).toBe(5);
    const again = await run({ world: schedulerOf({ schedules: [] }) });
    expect(again.verified.every(isDone)).toBe(true);
  });

  test('that one may not pass on is a missing right', async () => {
    const right = { action: 'iam:PassRole', resource: roleArn, principal: undefined, reason: undefined };
    const refusal = new MissingRightError(right, 'AWS does not allow iam:PassRole');
    const { verified } = await run({
      world: schedulerOf({ schedules: [], before: failingAt('create', refusal) }),
    });
    expect(verified).toHaveLength(6);
    expect(verified.every(({ status, access }) => status === 'failed' && access === true)).toBe(true);
  });
});

describe('what is not', () => {
  test('anything without the group', async () => {
    const { verified, world } = await run({
      world: schedulerOf({
        before: failingAt('createGroup', new AwsError('ServiceQuotaExceeded', 'no more')),
      }),
    });
    expect(said(verified)[0]).toBe('exops-dev failed: no more');
    expect(verified.slice(1).map(({ status }) => status)).toEqual(Array(6).fill('not tried'));
    expect(verbs(world.calls).filter((call) => call.startsWith('create '))).toEqual([]);
  });

  test('anything without the right to make the group, which is all that is wrong', async () => {
    const right = { action: 'scheduler:CreateScheduleGroup', resource: undefined };
    const refusal = new MissingRightError({ ...right, principal: undefined, reason: undefined }, 'no');
    const { plan, verified } = await run({
      world: schedulerOf({ before: failingAt('createGroup', refusal) }),
    });
    expect(exitCodeOfOutcomes(plan, verified)).toBe(4);
  });

  test('one that fails does not keep the others back', async () => {
    const world = schedulerOf({
      before: failingAt('create', new AwsError('ThrottlingException', 'slower'), 'rds-shop-mysql-sleep'),
    });
    const { verified } = await run({ world });
    expect(said(verified.filter((one) => !isDone(one)))).toEqual(['rds-shop-mysql-sleep failed: slower']);
    expect(verified).toHaveLength(7);
  });

  test('over what somebody changed, deleted or made since the plan', async () => {
    const changed = await madeWorld();
    const [name = '', schedule] = [...changed.store][0] ?? [];
    if (schedule === undefined) throw new Error('there are some');
    const theirs = { ...schedule, retries: 3 };
    const over = await run({
      world: changed,
      wish: { timezone: 'UTC' },
      between: () => void changed.store.set(name, theirs),
    });
    expect(said(over.verified)[0]).toBe(`${name} failed: somebody changed it since the plan was made`);
    expect(changed.store.get(name)).toEqual(theirs);

    const deleted = await madeWorld();
    const gone = await run({
      world: deleted,
      wish: { timezone: 'UTC' },
      between: () => void deleted.store.delete(name),
    });
    expect(said(gone.verified)[0]).toBe(`${name} failed: it was deleted since the plan was made`);

    const made = schedulerOf({ schedules: [] });
    const there = await run({ world: made, between: () => void made.store.set(name, theirs) });
    expect(said(there.verified)[0]).toBe(`${name} failed: somebody made it since the plan was made`);
  });

  test('again what somebody else did meanwhile in just the same way', async () => {
    const { world: theirs } = await run();
    const made = schedulerOf({ schedules: [] });
    const first = await run({
      world: made,
      between: () => theirs.store.forEach((schedule, name) => void made.store.set(name, schedule)),
    });
    expect(first.verified.every(isDone)).toBe(true);
    expect(verbs(made.calls).every((call) => call.startsWith('schedules'))).toBe(true);

    const removed = await madeWorld();
    const second = await run({ world: removed, removes: [], between: () => removed.store.clear() });
    expect(second.verified.every(isDone)).toBe(true);
    expect(verbs(removed.calls).filter((call) => !call.startsWith('schedules'))).toEqual([
      'deleteGroup exops-dev',
    ]);
  });

  test('a group that somebody put something into since the plan', async () => {
    const world = await madeWorld();
    const [schedule] = [...world.store.values()];
    if (schedule === undefined) throw new Error('there are some');
    const mine = { ...schedule, name: 'mine' };
    const { verified } = await run({
      world,
      removes: [],
      between: () => void world.store.set('mine', mine),
    });
    expect(said(verified).at(-1)).toBe('exops-dev failed: it still holds mine');
    expect([...world.store.keys()]).toEqual(['mine']);
    expect(world.isThere()).toBe(true);
  });

  test('anything new after an interruption', async () => {
    const stop = new AbortController();
    const world = schedulerOf({ after: ({ verb }) => verb === 'createGroup' && stop.abort() });
    const { applied } = await run({ world, stop });
    expect(said(applied)).toEqual(['exops-dev done']);
    expect(world.store.size).toBe(0);
  });

  test('anything at all when what is there cannot be read again', async () => {
    let reads = 0;
    const world = schedulerOf({
      schedules: [],
      before: ({ verb }) => {
        if (verb === 'schedules' && ++reads === 2) throw new AwsError('InternalServerException', 'broken');
      },
    });
    const { applied } = await run({ world });
    expect(applied).toHaveLength(6);
    expect(new Set(applied.map(({ status, reason }) => `${status}: ${reason}`))).toEqual(
      new Set(['failed: broken']),
    );
  });
});
