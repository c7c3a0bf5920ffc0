import { describe, expect, test } from 'vitest';
import { record } from './planned.js';
import { play, said } from './play.js';
import { asleep, minute, shop, spot, writes } from './small-shop.js';
import type { Draft } from './thing.js';
import { World } from './world.js';

describe('the world moved since the plan', () => {
  test.each<[string, Draft, (world: World) => void, string]>([
    [
      'resized',
      spot,
      (world) => Object.assign(world.thing('spot'), { desired: 3 }),
      'nodegroup spot: failed, somebody resized it meanwhile: it is 3 (min 1, max 4), and was 2 (min 1, max 4)',
    ],
    [
      'stopped',
      shop,
      (world) => Object.assign(world.thing('shop'), { isOn: false }),
      'rds shop: failed, somebody stopped it meanwhile: it is stopped',
    ],
    [
      'deleted',
      shop,
      (world) => Object.assign(world.thing('shop'), { isGone: true }),
      'rds shop: failed, somebody deleted it meanwhile',
    ],
    [
      'nonsense written',
      shop,
      (world) => Object.assign(world.thing('shop'), { tag: 'x' }),
      'rds shop: failed, somebody wrote a record meanwhile that can not be read',
    ],
    [
      'protected',
      shop,
      (world) => Object.assign(world.thing('shop'), { never: 'it is protected' }),
      'rds shop: failed, it is protected',
    ],
  ])('%s', async (_, draft, happen, end) => {
    const world = new World([draft]);
    const { outcomes, calls } = await play(world, 'sleep', { meanwhile: () => happen(world) });
    expect(said(outcomes)).toEqual([end]);
    expect(writes(calls)).toEqual([]);
  });

  test('somebody put it to sleep: that is what was wanted', async () => {
    const world = new World([spot]);
    const { outcomes, calls } = await play(world, 'sleep', {
      meanwhile: () =>
        Object.assign(world.thing('spot'), { desired: 0, min: 0, tag: record('min=1 max=4 desired=2') }),
    });
    expect(said(outcomes)).toEqual(['nodegroup spot: done']);
    expect(writes(calls)).toEqual([]);
  });

  test('somebody else began', async () => {
    const world = new World([spot]);
    const { outcomes } = await play(world, 'sleep', {
      by: 'lee',
      meanwhile: () => Object.assign(world.thing('spot'), { tag: record('min=1 max=4 desired=2') }),
    });
    expect(said(outcomes)[0]).toMatch(
      /^nodegroup spot: failed, somebody put a record on it meanwhile \(kim, /,
    );
  });

  const begun = (world: World) => () =>
    Object.assign(world.thing('spot'), { desired: 0, min: 0, tag: record('min=1 max=4 desired=2') });

  test.each([
    ['my other run began it', 'kim', false],
    ['somebody else did, and I take over', 'lee', true],
  ])('%s: it is gone on with', async (_, by, takeOver) => {
    const world = new World([spot]);
    const meanwhile = () => {
      begun(world)();
      world.thing('spot').movesUntil = world.clock.now() + minute;
    };
    const { outcomes, calls } = await play(world, 'sleep', { by, wish: { takeOver }, meanwhile });
    expect(said(outcomes)).toEqual(['nodegroup spot: done']);
    expect(writes(calls)).toEqual([]);
  });

  test('somebody else says another size: nobody takes that over', async () => {
    const world = new World([spot]);
    const meanwhile = () => Object.assign(world.thing('spot'), { tag: record('min=1 max=4 desired=3') });
    const { outcomes } = await play(world, 'sleep', { wish: { takeOver: true }, meanwhile });
    expect(said(outcomes)[0]).toMatch(/^nodegroup spot: failed, somebody put a record on it meanwhile/);
  });

  test('somebody began to wake it: that is what was wanted', async () => {
    const world = await asleep([spot]);
    const meanwhile = () =>
      Object.assign(world.thing('spot'), { desired: 2, min: 1, movesUntil: world.clock.now() + minute });
    const { outcomes, calls } = await play(world, 'wake', { meanwhile });
    expect(said(outcomes)).toEqual(['nodegroup spot: done']);
    expect(writes(calls)).toEqual(['setRecord spot']);
  });

  test('somebody woke it, and is through', async () => {
    const world = await asleep([spot]);
    const { outcomes, calls } = await play(world, 'wake', {
      meanwhile: () => Object.assign(world.thing('spot'), { desired: 2, min: 1, tag: undefined }),
    });
    expect(said(outcomes)).toEqual(['nodegroup spot: done']);
    expect(writes(calls)).toEqual([]);
  });

  test('resized while it slept, after the plan', async () => {
    const world = await asleep([spot]);
    const { outcomes } = await play(world, 'wake', {
      meanwhile: () => Object.assign(world.thing('spot'), { desired: 3 }),
    });
    expect(said(outcomes)).toEqual([
      'nodegroup spot: failed, somebody resized it meanwhile: it is 3 (min 0, max 4), and was 0 (min 0, max 4)',
    ]);
    expect(world.thing('spot').tag).toBeDefined();
  });
});

test('applications are not woken when somebody put what they use to sleep again', async () => {
  const world = new World([
    { kind: 'ec2', name: 'kafka', isOff: true, record: record('state=on') },
    { kind: 'ecs', name: 'api', size: { desired: 2 }, isOff: true, record: record('desired=2') },
  ]);
  let isForgotten = false;
  world.fault = ({ what, kind, name }) => {
    if (what === 'read' && kind === 'ec2' && isForgotten)
      Object.assign(world.thing('kafka'), { isOn: false, tag: record('state=on', 'lee') });
    isForgotten ||= what === 'setRecord' && name === 'kafka';
  };
  const { outcomes, events } = await play(world, 'wake');
  expect(events.at(-1)).toEqual({
    mark: 'failed',
    text: 'ec2 kafka was put to sleep meanwhile: what uses it stays asleep',
  });
  expect(outcomes.map(({ name, status }) => [name, status])).toEqual([
    ['ec2 kafka', 'unknown'],
    ['ecs api', 'not tried'],
  ]);
  expect(world.thing('kafka').tag).toBe(record('state=on', 'lee'));
});
