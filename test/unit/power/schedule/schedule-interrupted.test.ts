import { describe, expect, test } from 'vitest';
import { AwsError, AwsNotFoundError, AwsUnreachableError } from '../../../../src/lib/aws/aws-errors.js';
import { type Call, type SchedulerWorld, schedulerOf } from './builders.js';
import { failingAt, isDone, madeWorld, run, type Scene, said } from './capability-run.js';

describe('an answer that is lost', () => {
  const lost = new AwsUnreachableError('scheduler.example', 'no answer came');

  test('to a write that was carried out is done', async () => {
    const world = schedulerOf({
      after: ({ verb }) => {
        if (verb === 'create') throw lost;
      },
    });
    const { applied, verified } = await run({ world });
    expect(applied.filter(({ status }) => status === 'unknown')).toHaveLength(6);
    expect(verified.every(isDone)).toBe(true);
  });

  test('and the request that is sent again finds its own work', async () => {
    const again = (verb: Call['verb']): Partial<SchedulerWorld> => ({
      after: (call) => {
        if (call.verb !== verb) return;
        const words = 'the second one says';
        throw verb.startsWith('create')
          ? new AwsError('ConflictException', words)
          : new AwsNotFoundError('ResourceNotFoundException', words);
      },
    });
    for (const verb of ['createGroup', 'create'] as const) {
      const { verified } = await run({ world: schedulerOf(again(verb)) });
      expect(verified).toHaveLength(7);
      expect(verified.every(isDone)).toBe(true);
    }
    for (const verb of ['delete', 'deleteGroup'] as const) {
      const { verified } = await run({ world: await madeWorld(again(verb)), removes: [] });
      expect(verified).toHaveLength(7);
      expect(verified.every(isDone)).toBe(true);
    }
  });

  test('one of that name that somebody else made is not called done', async () => {
    const name = 'rds-shop-mysql-sleep';
    const world = schedulerOf({
      before: (call, store) => {
        const [theirs] = store.values();
        if (call.verb === 'create' && call.name === name && theirs !== undefined)
          store.set(name, { ...theirs, name });
      },
    });
    const { verified } = await run({ world });
    expect(said(verified.filter((one) => !isDone(one)))).toEqual([
      `${name} unknown: somebody made it since the plan was made`,
    ]);
  });

  test('to a write that was not is a failure', async () => {
    const { verified } = await run({
      world: schedulerOf({ schedules: [], before: failingAt('create', lost, 'rds-shop-mysql-wake') }),
    });
    expect(said(verified.filter((one) => !isDone(one)))).toEqual([
      'rds-shop-mysql-wake failed: no answer came',
    ]);
  });

  test('what was accepted and is not there is not called done', async () => {
    const world = schedulerOf({
      after: ({ verb, name }, store) => {
        if (verb === 'create' && name === 'rds-shop-mysql-wake') store.delete(name);
      },
    });
    const { verified, pauses } = await run({ world });
    expect(said(verified.filter((one) => !isDone(one)))).toEqual([
      'rds-shop-mysql-wake unknown: accepted, and it is as before',
    ]);
    expect(pauses).toEqual([250, 500, 1_000, 2_000]);
  });
});

describe('killed after any number of writes', () => {
  const isWrite = ({ verb }: Call) => verb !== 'schedules';

  /** The world as a run leaves it that dies after so many writes. */
  async function killed(writes: number, start: Parameters<typeof schedulerOf>[0], scene: Scene) {
    let count = 0;
    const world = schedulerOf({
      ...start,
      before: (call) => {
        if (count >= writes) throw new Error('killed');
        if (isWrite(call)) count += 1;
      },
    });
    await run({ ...scene, world }).catch(() => {});
    return schedulerOf({ schedules: world.isThere() ? [...world.store.values()] : undefined });
  }

  test.each([
    ['making', {}],
    ['changing', { wish: { timezone: 'UTC', wake: [] } }],
    ['removing', { removes: [] }],
  ] as const)('the same again ends as if nothing had happened: %s', async (what, scene) => {
    const { world: made } = await run();
    const start = what === 'making' ? {} : { schedules: [...made.store.values()] };
    const { world: whole } = await run({ ...scene, world: schedulerOf(start) });
    const all = whole.calls.filter(isWrite).length;
    expect(all).toBeGreaterThan(5);
    for (let writes = 0; writes <= all; writes += 1) {
      const world = await killed(writes, start, scene);
      const { verified } = await run({ ...scene, world });
      expect(verified.every(isDone)).toBe(true);
      expect(world.store).toEqual(whole.store);
      expect(world.isThere()).toBe(whole.isThere());
    }
  });
});
