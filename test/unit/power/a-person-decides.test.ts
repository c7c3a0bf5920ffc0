import { describe, expect, test } from 'vitest';
import { play } from './play.js';
import { asleep, spot, writes } from './small-shop.js';
import { World } from './world.js';

describe('drift', () => {
  const drifted = async () => {
    const world = await asleep([spot]);
    Object.assign(world.thing('spot'), { desired: 3, min: 2 });
    return world;
  };

  test('by its record', async () => {
    const world = await drifted();
    await play(world, 'wake', { wish: { drifted: 'record' } });
    expect(world.thing('spot')).toMatchObject({ desired: 2, min: 1, tag: undefined });
  });

  test('by what is there', async () => {
    const world = await drifted();
    const { calls } = await play(world, 'wake', { wish: { drifted: 'keep' } });
    expect(world.thing('spot')).toMatchObject({ desired: 3, min: 2, tag: undefined });
    expect(writes(calls)).toEqual(['setRecord spot']);
  });

  test('to sleep by what is there', async () => {
    const world = await drifted();
    await play(world, 'sleep', { wish: { drifted: 'keep' } });
    expect(world.thing('spot').tag).toMatch(/^v=1 min=2 max=4 desired=3 by=kim/);
    await play(world, 'wake');
    expect(world.thing('spot')).toMatchObject({ desired: 3, min: 2, tag: undefined });
  });
});

describe('what a person says that it wakes to', () => {
  const wakesTo = new Map([['spot', { desired: 3, min: 1 }]]);

  test('is recorded, and nothing else is done', async () => {
    const world = new World([{ ...spot, isOff: true }]);
    const { calls } = await play(world, 'sleep', { wish: { wakesTo } });
    expect(writes(calls)).toEqual(['setRecord spot']);
    await play(world, 'wake');
    expect(world.thing('spot')).toMatchObject({ desired: 3, min: 1, tag: undefined });
  });

  test('is what it wakes to, and takes nonsense away', async () => {
    const world = new World([{ ...spot, isOff: true, record: 'nonsense' }]);
    await play(world, 'wake', { wish: { wakesTo } });
    expect(world.thing('spot')).toMatchObject({ desired: 3, min: 1, tag: undefined });
  });
});
