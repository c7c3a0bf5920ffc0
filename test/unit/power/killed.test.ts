import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Direction } from '../../../src/lib/power/rules/order.js';
import { sleeperKinds } from '../../../src/lib/power/sleep-entry.js';
import { type PlayOptions, play } from './play.js';
import type { Draft } from './thing.js';
import { type KillAt, World } from './world.js';

const minute = 60_000;
/** Nothing here takes longer than some of these pauses. */
const firstPollMs = 5_000;

const run = (world: World, direction: Direction, options: PlayOptions = {}) =>
  play(world, direction, { firstPollMs, ...options });

/** Of a test that runs hundreds of nights. */
const patientMs = 120_000;

/** One of each kind. */
const environment: readonly Draft[] = [
  { kind: 'workload', name: 'backend', size: { desired: 2 }, takesMs: 5_000 },
  { kind: 'ecs', name: 'api', size: { desired: 3 }, takesMs: 10_000 },
  { kind: 'nodegroup', name: 'spot', size: { min: 1, max: 4, desired: 2 }, takesMs: 15_000 },
  { kind: 'asg', name: 'web', size: { min: 2, max: 2, desired: 2 }, takesMs: 8_000 },
  { kind: 'rds', name: 'shop', takesMs: 20_000 },
  { kind: 'rds-cluster', name: 'aurora', takesMs: 12_000 },
  { kind: 'ec2', name: 'kafka', takesMs: 6_000 },
];

/** What must be again as it was. */
const sizes = (world: World) =>
  world.things.map(({ name, isOn, desired, min, size }) => ({
    name,
    ...(size === undefined ? { isOn } : { desired, min, max: size.max }),
  }));

/** Whoever comes next brings it to either end, and it is the same as in the beginning. */
async function expectRestored(world: World, drafts: readonly Draft[], next: Direction): Promise<void> {
  if (next === 'sleep') {
    const slept = await run(world, 'sleep', { by: 'lee' });
    expect(slept.plan?.refusals).toEqual([]);
    expect(slept.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
    for (const { state, record, name } of world.sleepers())
      expect({ name, state, hasRecord: record !== undefined }).toEqual({
        name,
        state: 'asleep',
        hasRecord: true,
      });
  }
  world.clock.pass(11 * minute);
  const woken = await run(world, 'wake', { by: 'lee' });
  expect(woken.plan?.refusals).toEqual([]);
  expect(woken.outcomes.filter(({ status }) => status !== 'done')).toEqual([]);
  expect(sizes(world)).toEqual(sizes(new World(drafts)));
  for (const { name, tag } of world.things) expect({ name, tag }).toEqual({ name, tag: undefined });
  expect(world.violations).toEqual([]);
}

describe.each(['sleep', 'wake'] as const)('a %s that is killed', (direction) => {
  const begun = async () => {
    const world = new World(environment);
    if (direction === 'wake') await run(world, 'sleep');
    world.clock.pass(11 * minute);
    return world;
  };

  test.each([
    ['before', 'sleep'],
    ['before', 'wake'],
    ['after', 'sleep'],
    ['after', 'wake'],
  ] as const)('%s any of its calls, and then a %s', { timeout: patientMs }, async (moment, next) => {
    let points = 0;
    for (let nth = 1; ; nth += 1) {
      const world = await begun();
      const { isKilled } = await run(world, direction, { kill: { nth, moment } });
      if (!isKilled) break;
      points += 1;
      // Whoever is somebody else waits until the run is known to be over.
      world.clock.pass(11 * minute);
      await expectRestored(world, environment, next);
    }
    expect(points).toBeGreaterThan(30);
  });
});

const draft = fc
  .record({
    kind: fc.constantFrom(...sleeperKinds),
    desired: fc.integer({ min: 1, max: 9 }),
    least: fc.integer({ min: 0, max: 9 }),
    room: fc.integer({ min: 0, max: 5 }),
    takesMs: fc.integer({ min: 0, max: 20_000 }),
    order: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
  })
  .map(({ kind, desired, least, room, takesMs, order }): Omit<Draft, 'name'> => {
    const isOnOff = kind === 'rds' || kind === 'rds-cluster' || kind === 'ec2';
    const hasLimits = kind === 'nodegroup' || kind === 'asg';
    const limits = hasLimits ? { min: Math.min(least, desired), max: desired + room } : {};
    const size = isOnOff ? {} : { size: { desired, ...limits } };
    return { kind, takesMs, ...size, ...(order === undefined ? {} : { order }) };
  });

const drafts = fc
  .array(draft, { minLength: 1, maxLength: 5 })
  .map((list) => list.map((one, index): Draft => ({ ...one, name: `thing-${index}` })));

const step = fc.record({
  direction: fc.constantFrom<Direction>('sleep', 'wake'),
  by: fc.constantFrom('kim', 'lee'),
  takeOver: fc.boolean(),
  kill: fc.option(
    fc.record({ nth: fc.integer({ min: 1, max: 40 }), moment: fc.constantFrom('before', 'after') }),
    { nil: undefined },
  ),
  thenMs: fc.integer({ min: 0, max: 15 * minute }),
});

test('any sleeps, wakes and kills, in any order, by whomever', { timeout: patientMs }, async () => {
  await fc.assert(
    fc.asyncProperty(drafts, fc.array(step, { maxLength: 6 }), async (list, steps) => {
      const world = new World(list);
      for (const { direction, by, takeOver, kill, thenMs } of steps) {
        await run(world, direction, { by, kill: kill as KillAt | undefined, wish: { takeOver } });
        world.clock.pass(thenMs);
      }
      world.clock.pass(11 * minute);
      await expectRestored(world, list, 'sleep');
    }),
    { numRuns: 100 },
  );
});

test('two people at once, in any directions', { timeout: patientMs }, async () => {
  const person = fc.record({
    direction: fc.constantFrom<Direction>('sleep', 'wake'),
    takeOver: fc.boolean(),
    afterMs: fc.integer({ min: 0, max: 60_000 }),
  });
  await fc.assert(
    fc.asyncProperty(drafts, fc.boolean(), person, person, async (list, isAsleep, kim, lee) => {
      const world = new World(list);
      if (isAsleep) await run(world, 'sleep');
      world.clock.pass(11 * minute);
      await Promise.all(
        [kim, lee].map(async ({ direction, takeOver, afterMs }, index) => {
          await world.clock.sleep(afterMs);
          await run(world, direction, { by: index === 0 ? 'kim' : 'lee', wish: { takeOver } });
        }),
      );
      world.clock.pass(11 * minute);
      await expectRestored(world, list, 'sleep');
    }),
    { numRuns: 100 },
  );
});
