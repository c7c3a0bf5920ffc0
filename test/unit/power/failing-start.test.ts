import { describe, expect, test } from 'vitest';
import { AwsError } from '../../../src/lib/aws/aws-errors.js';
import { AccessError } from '../../../src/lib/errors.js';
import { play, said } from './play.js';
import { asleep, kafka, minute, shop, spot } from './small-shop.js';

describe('a start that fails', () => {
  test('falls back: the reason of the system is the reason', async () => {
    const world = await asleep([kafka]);
    world.thing('kafka').failsToStart = 'Client.InternalError: Client error on launch. Allow kms:CreateGrant';
    const { outcomes } = await play(world, 'wake');
    expect(said(outcomes)).toEqual([
      'ec2 kafka: failed, Client.InternalError: Client error on launch. Allow kms:CreateGrant',
    ]);
    expect(world.thing('kafka').tag).toBeDefined();
  });

  test('is refused: no capacity', async () => {
    const world = await asleep([kafka, spot]);
    world.fault = ({ what, name }) => {
      if (what === 'wake' && name === 'kafka')
        throw new AwsError('InsufficientInstanceCapacity', 'none left');
    };
    const { outcomes } = await play(world, 'wake');
    expect(said(outcomes)).toEqual(['ec2 kafka: failed, none left', 'nodegroup spot: not tried']);
  });

  test('gets stuck: what is wrong is said at once, and it is waited for', async () => {
    const world = await asleep([spot]);
    const thing = world.thing('spot');
    world.fault = ({ what }) => {
      if (what === 'wake') thing.trouble = 'AsgInstanceLaunchFailures: no capacity';
    };
    const { outcomes, events } = await play(world, 'wake');
    expect(events[0]).toEqual({
      mark: 'failed',
      text: 'nodegroup spot is ACTIVE: AsgInstanceLaunchFailures: no capacity',
    });
    expect(said(outcomes)).toEqual(['nodegroup spot: done']);
  });

  test('takes longer than --wait', async () => {
    const world = await asleep([{ ...shop, takesMs: 20 * minute }]);
    const { outcomes } = await play(world, 'wake', { patienceMs: 10 * minute });
    expect(said(outcomes)).toEqual(['rds shop: unknown, it is still starting after 10 min 0 s']);
    world.clock.pass(30 * minute);
    expect(said((await play(world, 'wake')).outcomes)).toEqual(['rds shop: done']);
  });

  test('is over, and only the record could not be removed', async () => {
    const world = await asleep([shop]);
    world.fault = ({ what }) => {
      if (what === 'setRecord') throw new AccessError('you may not');
    };
    expect(said((await play(world, 'wake')).outcomes)).toEqual([
      'rds shop: unknown, it is available, but its record could not be removed: you may not',
    ]);
  });
});
