import { describe, expect, test } from 'vitest';
import { AwsError, AwsThrottledError, AwsUnreachableError } from '../../../src/lib/aws/aws-errors.js';
import { play, said } from './play.js';
import { all, api, asleep, minute, shop, spot, writes } from './small-shop.js';
import { World } from './world.js';

describe('what is at something else', () => {
  test('is waited for', async () => {
    const world = new World([{ ...spot, takesMs: minute }]);
    world.thing('spot').busyUntil = world.clock.now() + 4 * minute;
    const { outcomes, calls } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual(['nodegroup spot: done']);
    // Not even its record is written before.
    expect(writes(calls)).toEqual(['setRecord spot', 'sleep spot']);
  });

  test('may refuse though it looked ready', async () => {
    const world = new World([shop]);
    let times = 3;
    world.fault = ({ what }) => {
      times -= what === 'sleep' ? 1 : 0;
      if (what === 'sleep' && times > 0) throw new AwsError('InvalidDBInstanceState', 'it is not available');
    };
    const { outcomes, calls } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual(['rds shop: done']);
    expect(writes(calls)).toEqual(['setRecord shop', 'sleep shop', 'sleep shop', 'sleep shop']);
  });

  test('but not for ever', async () => {
    const world = new World([shop]);
    world.fault = ({ what }) => {
      if (what === 'sleep') throw new AwsError('InvalidDBInstanceState', 'StopDBInstance failed: no');
    };
    const { outcomes } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual(['rds shop: failed, StopDBInstance failed: no']);
    expect(world.thing('shop').tag).toBeUndefined();
  });

  test('is waited for no longer than --wait', async () => {
    const world = new World([shop]);
    world.thing('shop').busyUntil = world.clock.now() + 60 * minute;
    const { outcomes } = await play(world, 'sleep', { patienceMs: 10 * minute });
    expect(said(outcomes)).toEqual(['rds shop: failed, it is still backing-up after 10 min 0 s']);
  });

  test('as a node group that never gets ready can be put to sleep all the same', async () => {
    const world = new World([api]);
    world.thing('api').movesUntil = Number.POSITIVE_INFINITY;
    const { outcomes } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual(['ecs api: done']);
  });
});

describe('an answer that never came', () => {
  test('of a request that was done', async () => {
    const world = new World([shop]);
    world.fault = ({ what }) => {
      if (what !== 'sleep') return;
      Object.assign(world.thing('shop'), { isOn: false, movesUntil: world.clock.now() + minute });
      throw new AwsUnreachableError('rds', 'no answer');
    };
    const { outcomes } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual(['rds shop: done']);
  });

  test('of a request that was not', async () => {
    const world = new World([shop]);
    world.fault = ({ what }) => {
      if (what === 'sleep') throw new AwsUnreachableError('rds', 'no answer');
    };
    const { outcomes } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual([
      'rds shop: unknown, it was asked to stop, and is available after 2 min 0 s',
    ]);
    // Whoever runs it again goes on with that.
    expect(world.thing('shop').tag).toBeDefined();
  });

  test('of a record: it is asked again, and nothing is stopped without', async () => {
    const world = new World([shop]);
    let isFirst = true;
    world.fault = ({ what }) => {
      if (what !== 'setRecord' || !isFirst) return;
      isFirst = false;
      throw new AwsUnreachableError('rds', 'no answer');
    };
    const { outcomes, calls } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual(['rds shop: done']);
    expect(writes(calls)).toEqual(['setRecord shop', 'setRecord shop', 'sleep shop']);
  });

  test('throttling is waited out', async () => {
    const world = new World(all);
    let left = 20;
    world.fault = ({ what }) => {
      left -= what === 'find' ? 0 : 1;
      if (left > 0 && left % 2 === 0 && what !== 'find' && what !== 'read')
        throw new AwsThrottledError('Throttling', 'AWS throttles');
    };
    const { outcomes } = await play(world, 'sleep');
    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
  });
});

describe('a record that somebody removes', () => {
  test('while it falls asleep is written again', async () => {
    const world = new World([spot]);
    const thing = world.thing('spot');
    const moments = () => (world.clock.now() < thing.movesUntil ? 'on its way' : 'asleep');
    const written: string[] = [];
    world.fault = ({ what }) => {
      if (what === 'setRecord') written.push(thing.desired > 0 ? 'awake' : moments());
      const isFirst = what === 'read' && thing.desired === 0 && written.length === 1;
      if (isFirst) thing.tag = undefined;
    };
    const { outcomes } = await play(world, 'sleep');
    expect(said(outcomes)).toEqual(['nodegroup spot: done']);
    expect(written).toEqual(['awake', 'on its way']);
    expect(world.thing('spot').tag).toMatch(/^v=1 min=1 max=4 desired=2 by=kim/);
  });
});

test('what is put to 0 just as its record went has that back', async () => {
  const world = await asleep([spot]);
  world.fault = ({ what }) => {
    if (what === 'read' && world.thing('spot').tag === undefined) world.thing('spot').desired = 0;
  };
  const { outcomes } = await play(world, 'wake');
  expect(said(outcomes)).toEqual(['nodegroup spot: unknown, it was awake, and is asleep now']);
  expect(world.thing('spot').tag).toMatch(/^v=1 min=1 max=4 desired=2 by=kim/);
});
