import { describe, expect, test } from 'vitest';
import { AwsError, AwsThrottledError, AwsUnreachableError } from '../../../src/lib/aws/aws-errors.js';
import { AccessError, ExopsError, InterruptedError, UsageError } from '../../../src/lib/errors.js';
import type { KafkaLook } from '../../../src/lib/power/kafka.js';
import { record } from './planned.js';
import { play, said } from './play.js';
import { type Call, type Draft, World } from './world.js';

const minute = 60_000;
const spot: Draft = {
  kind: 'nodegroup',
  name: 'spot',
  size: { min: 1, max: 4, desired: 2 },
  takesMs: 3 * minute,
};
const api: Draft = { kind: 'ecs', name: 'api', size: { desired: 3 }, takesMs: minute };
const shop: Draft = { kind: 'rds', name: 'shop', takesMs: 5 * minute };
const kafka: Draft = { kind: 'ec2', name: 'kafka', takesMs: minute, addresses: ['10.0.11.8'] };
const all = [kafka, spot, shop, api];

const writes = (calls: readonly Call[]) =>
  calls.filter(({ what }) => what !== 'find' && what !== 'read').map(({ what, name }) => `${what} ${name}`);

const asleep = async (drafts: readonly Draft[] = all): Promise<World> => {
  const world = new World(drafts);
  const { outcomes } = await play(world, 'sleep');
  expect(outcomes.every(({ status }) => status === 'done')).toBe(true);
  world.clock.pass(12 * 60 * minute);
  return world;
};

/** Sizes and records of all things. */
const things = (world: World) =>
  world.things.map(({ name, isOn, size, desired, min, tag }) => ({
    name,
    is: size === undefined ? isOn : { desired, min },
    tag,
  }));

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
  expect(calls.filter(({ what }) => what === 'read').length).toBeLessThan(50);
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

describe('Kafka', () => {
  const broker = (answers: readonly (number | Error)[]): KafkaLook & { readonly asked: number[] } => {
    const left = [...answers];
    const asked: number[] = [];
    return {
      ...{ isMsk: false, hosts: ['10.0.11.8'], via: undefined, asked },
      health: async () => ({ behind: [{ group: 'mail', records: 3n }], underReplicated: [] }),
      brokers: async () => {
        asked.push(1);
        const answer = left.length > 1 ? left.shift() : left[0];
        if (answer instanceof Error) throw answer;
        return answer ?? 0;
      },
    };
  };

  test('is asked until it answers, before what uses it is woken', async () => {
    const world = await asleep([kafka, api]);
    const look = broker([new ExopsError('refused'), new ExopsError('refused'), 1]);
    const { outcomes, calls } = await play(world, 'wake', { kafka: look });
    expect(look.asked).toHaveLength(3);
    expect(outcomes.map(({ status }) => status)).toEqual(['done', 'done']);
    expect(writes(calls)).toEqual(['wake kafka', 'setRecord kafka', 'wake api', 'setRecord api']);
  });

  test('that does not answer keeps the rest asleep, and its record', async () => {
    const world = await asleep([kafka, api]);
    const look = broker([new ExopsError('nobody at 10.0.11.8:9092')]);
    const { outcomes } = await play(world, 'wake', { kafka: look, patienceMs: 10 * minute });
    expect(said(outcomes)).toEqual([
      'ec2 kafka: unknown, it is running, but Kafka does not answer after 10 min 0 s: nobody at 10.0.11.8:9092',
      'ecs api: not tried',
    ]);
    expect(world.thing('kafka').tag).toBeDefined();
    const again = await play(world, 'wake', { kafka: broker([1]) });
    expect(again.outcomes.map(({ status }) => status)).toEqual(['done', 'done']);
  });

  test('is not asked when nothing of it was woken', async () => {
    const world = await asleep([{ ...kafka, addresses: ['10.0.9.9'] }, api]);
    const look = broker([new ExopsError('never')]);
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect([look.asked.length, outcomes.map(({ status }) => status)]).toEqual([0, ['done', 'done']]);
  });

  test('whose addresses are not known yet may be on any instance, and one answer is enough', async () => {
    const world = await asleep([kafka, { ...kafka, name: 'bastion' }, api]);
    const look = { ...broker([new ExopsError('refused'), 1]), hosts: undefined };
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect([look.asked.length, outcomes.map(({ status }) => status)]).toEqual([2, ['done', 'done', 'done']]);
  });

  test('that exops.yaml leads nowhere to is not waited for long', async () => {
    const world = await asleep([kafka, api]);
    const look = broker([new UsageError('its brokers have no addresses yet')]);
    const before = world.clock.now();
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect(said(outcomes)).toEqual([
      'ec2 kafka: unknown, it is running, but its brokers have no addresses yet',
      'ecs api: not tried',
    ]);
    expect(world.clock.now() - before).toBeLessThan(4 * minute);
  });

  test('waits for as many brokers as were woken', async () => {
    const brokers = ['10.0.11.8', '10.0.12.8'].map(
      (address, index): Draft => ({
        ...kafka,
        name: `kafka-${index}`,
        addresses: [address],
      }),
    );
    const world = await asleep(brokers);
    const look = { ...broker([1, 1, 2]), hosts: ['10.0.11.8', '10.0.12.8'] };
    const { outcomes } = await play(world, 'wake', { kafka: look });
    expect([look.asked.length, outcomes.map(({ status }) => status)]).toEqual([3, ['done', 'done']]);
  });

  test('is looked at before a sleep', async () => {
    const { plan } = await play(new World([shop]), 'sleep', { kafka: broker([1]) });
    expect(plan?.notices).toEqual([{ kind: 'lag', text: '1 consumer group behind', names: ['mail by 3'] }]);
  });

  test('is not looked at where nothing is awake', async () => {
    const world = await asleep([shop]);
    const { plan } = await play(world, 'sleep', { kafka: broker([1]) });
    expect(plan?.notices.map(({ kind }) => kind)).toEqual(['asleep']);
  });
});

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

test('a scheduled sleep wakes to what the schedule says', async () => {
  const world = new World([{ ...spot, isOff: true }]);
  const scheduled = new Map([['nodegroup id-spot', { desired: 2 }]]);
  await play(world, 'wake', { scheduled });
  expect(world.thing('spot')).toMatchObject({ desired: 2, tag: undefined });
});
