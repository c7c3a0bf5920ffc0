import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../src/lib/errors.js';
import { play, said } from './play.js';
import { api, shop, things } from './small-shop.js';
import { World } from './world.js';

describe('Ctrl-C', () => {
  test('begins nothing new, and what was asked goes on by itself', async () => {
    const world = new World([api, shop]);
    const interruption = new AbortController();
    world.fault = ({ what }, nth) => {
      if (what === 'read' && nth > 6) interruption.abort(new InterruptedError('SIGINT'));
    };
    const { outcomes } = await play(world, 'sleep', { interrupt: interruption.signal });
    expect(said(outcomes)).toEqual([
      'ecs api: unknown, it was asked to sleep, and may go on by itself',
      'rds shop: not tried',
    ]);
    world.fault = () => {};
    await play(world, 'sleep');
    await play(world, 'wake');
    expect(things(world)).toEqual(things(new World([api, shop])));
  });
});
