import { expect } from 'vitest';
import { play } from './play.js';
import type { Draft } from './thing.js';
import { type Call, World } from './world.js';

export const minute = 60_000;
/** One of each that is different. */
export const spot: Draft = {
  kind: 'nodegroup',
  name: 'spot',
  size: { min: 1, max: 4, desired: 2 },
  takesMs: 3 * minute,
};
export const api: Draft = { kind: 'ecs', name: 'api', size: { desired: 3 }, takesMs: minute };
export const shop: Draft = { kind: 'rds', name: 'shop', takesMs: 5 * minute };
export const kafka: Draft = { kind: 'ec2', name: 'kafka', takesMs: minute, addresses: ['10.0.11.8'] };
export const all = [kafka, spot, shop, api];

/** What was written, in its order. */
export const writes = (calls: readonly Call[]) =>
  calls.filter(({ what }) => what !== 'find' && what !== 'read').map(({ what, name }) => `${what} ${name}`);

/** A world in the middle of the night. */
export const asleep = async (drafts: readonly Draft[] = all): Promise<World> => {
  const world = new World(drafts);
  const { outcomes } = await play(world, 'sleep');
  expect(outcomes.every(({ status }) => status === 'done')).toBe(true);
  world.clock.pass(12 * 60 * minute);
  return world;
};

/** Sizes and records of all things. */
export const things = (world: World) =>
  world.things.map(({ name, isOn, size, desired, min, tag }) => ({
    name,
    is: size === undefined ? isOn : { desired, min },
    tag,
  }));
