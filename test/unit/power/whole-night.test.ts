import { describe, expect, test } from 'vitest';
import { AccessError } from '../../../src/lib/errors.js';
import { play, said } from './play.js';
import { all, api, asleep, kafka, minute, shop, spot, things, writes } from './small-shop.js';
import type { Draft } from './thing.js';
import { World } from './world.js';

describe('a whole night', () => {
  test('the record before the request, one stage after the other', async () => {
    const world = new World(all);
    const { outcomes, calls, events } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual([
      'nodegroup spot: done',
      'ecs api: done',
      'rds shop: done',
      'ec2 kafka: done',
    ]);
    expect(writes(calls)).toEqual([
      'setRecord spot',
      'setRecord api',
      'sleep spot',
      'sleep api',
      'setRecord shop',
      'sleep shop',
      'setRecord kafka',
      'sleep kafka',
    ]);
    expect(events.map(({ text }) => text.replace(/ after .*/, ''))).toEqual([
      'ecs api asleep',
      'nodegroup spot asleep',
      'rds shop asleep',
      'ec2 kafka asleep',
    ]);
    expect(things(world)).toEqual([
      { name: 'kafka', is: false, tag: expect.stringMatching(/^v=1 state=on by=kim at=2026-11-20T/) },
      {
        name: 'spot',
        is: { desired: 0, min: 0 },
        tag: expect.stringMatching(/^v=1 min=1 max=4 desired=2 by=kim/),
      },
      { name: 'shop', is: false, tag: expect.stringMatching(/^v=1 state=on by=kim/) },
      {
        name: 'api',
        is: { desired: 0, min: undefined },
        tag: expect.stringMatching(/^v=1 desired=3 by=kim/),
      },
    ]);
  });

  test('and a morning: databases and Kafka at once, then the rest, exactly as it was', async () => {
    const world = await asleep();
    const before = world.clock.now();
    const { outcomes, calls } = await play(world, 'wake', { by: 'lee' });
    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
    expect(writes(calls)).toEqual([
      'wake kafka',
      'wake shop',
      'setRecord kafka',
      'setRecord shop',
      'wake spot',
      'wake api',
      'setRecord api',
      'setRecord spot',
    ]);
    expect(things(world)).toEqual(things(new World(all)));
    // The slowest of each stage, and at most a twentieth more.
    expect(world.clock.now() - before).toBeLessThan(8 * minute * 1.05);
  });

  test('a second sleep has nothing to do', async () => {
    const world = await asleep();
    const { plan, calls } = await play(world, 'sleep');
    expect([plan?.changes.length, plan?.unchanged, writes(calls)]).toEqual([0, 4, []]);
  });
});

test('a hundred of a kind are read together', async () => {
  const many = Array.from({ length: 100 }, (_, index): Draft => ({ ...kafka, name: `i-${index}` }));
  const world = new World(many);
  const { calls, outcomes } = await play(world, 'sleep');
  expect(outcomes.filter(({ status }) => status === 'done')).toHaveLength(100);
  expect(calls.filter(({ what }) => what === 'read').length).toBeLessThan(80);
  expect(calls.filter(({ what }) => what === 'find')).toHaveLength(1);
});

test('what fails keeps later stages from being tried, and nothing of its own', async () => {
  const five = ['a', 'b', 'c', 'd', 'e'].map((name): Draft => ({ ...api, name }));
  const world = new World([...five, shop]);
  world.fault = ({ what, name }) => {
    if (what === 'sleep' && name === 'c') throw new AccessError('you may not ecs:UpdateService');
  };
  const { outcomes } = await play(world, 'sleep');
  expect(said(outcomes)).toEqual([
    'ecs a: done',
    'ecs b: done',
    'ecs c: failed, you may not ecs:UpdateService',
    'ecs d: done',
    'ecs e: done',
    'rds shop: not tried',
  ]);
  expect(outcomes[2]?.access).toBe(true);
  // Its record is gone again.
  expect(world.thing('c')).toMatchObject({ tag: undefined, desired: 3 });
});

test('without the right to tag, nothing is stopped', async () => {
  const world = new World([shop]);
  world.fault = ({ what }) => {
    if (what === 'setRecord') throw new AccessError('you may not rds:AddTagsToResource');
  };
  const { outcomes, calls } = await play(world, 'sleep');
  expect(said(outcomes)).toEqual(['rds shop: failed, you may not rds:AddTagsToResource']);
  expect(writes(calls)).toEqual(['setRecord shop']);
});

test('a scheduled sleep wakes to what the schedule says', async () => {
  const world = new World([{ ...spot, isOff: true }]);
  const scheduled = new Map([['nodegroup id-spot', { desired: 2 }]]);
  await play(world, 'wake', { scheduled });
  expect(world.thing('spot')).toMatchObject({ desired: 2, tag: undefined });
});
