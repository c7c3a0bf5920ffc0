import { describe, expect, test } from 'vitest';
import {
  AwsError,
  AwsNotFoundError,
  AwsUnreachableError,
  MissingRightError,
} from '../../../src/lib/aws/aws-errors.js';
import type { Outcome } from '../../../src/lib/change/outcome.js';
import { leftoversCapability } from '../../../src/lib/leftovers/leftovers-capability.js';
import {
  address,
  daysAgo,
  logGroup,
  noPrices,
  now,
  rulesOf,
  snapshot,
  volume,
  type World,
  worldOf,
} from './world.js';

const signal = new AbortController().signal;
const update = () => {};

/** A clock that only goes by sleeping; `onSleep` is what happens meanwhile. */
function clockOf(onSleep: () => void = () => {}) {
  let time = now;
  return {
    now: () => time,
    sleep: async (ms: number) => {
      time += ms;
      onSleep();
    },
  };
}

interface Course {
  /** Before the plan is applied. */
  readonly between?: () => void;
  /** While verification waits. */
  readonly onSleep?: () => void;
  readonly stop?: AbortSignal;
  readonly selection?: Parameters<typeof rulesOf>[0];
}

/** Observes, plans, applies and verifies. */
async function deleted(world: World, { between = () => {}, onSleep, stop = signal, selection }: Course = {}) {
  const capability = leftoversCapability(
    { port: world.port, prices: noPrices, clock: clockOf(onSleep) },
    rulesOf(selection),
  );
  const plan = capability.plan(await capability.observe({ update, signal }));
  between();
  world.calls.length = 0;
  const applied: Outcome[] = [];
  await capability.apply(plan, { update, signal: stop, tell: () => {}, report: (one) => applied.push(one) });
  const calls = [...world.calls];
  return { plan, applied, calls, verified: await capability.verify(plan, applied, { update, signal }) };
}

const outcome = (kind: string, name: string, status: Outcome['status'], reason?: string) => ({
  ...{ kind, name, status },
  ...(reason === undefined ? {} : { reason }),
});

const one = () => worldOf({ volumes: [volume('vol-1')] });

describe('what is deleted', () => {
  test('one of each kind, read again first and gone after', async () => {
    const world = worldOf({
      volumes: [volume('vol-1')],
      snapshots: [snapshot('snap-1')],
      addresses: [address('eipalloc-1')],
      logGroups: [logGroup('dev-app')],
    });
    const { calls, verified } = await deleted(world);
    expect(verified.map(({ kind, status }) => [kind, status])).toEqual([
      ['log group', 'done'],
      ['volume', 'done'],
      ['Elastic IP', 'done'],
      ['snapshot', 'done'],
    ]);
    expect([...calls].sort()).toEqual([
      'addresses {"ids":["eipalloc-1"]}',
      'deleteLogGroup dev-app',
      'deleteSnapshot snap-1',
      'deleteVolume vol-1',
      'logGroups dev-app',
      'releaseAddress eipalloc-1',
      'snapshots {"ids":["snap-1"]}',
      'volumes {"ids":["vol-1"]}',
    ]);
    const firstDeletion = calls.findIndex((call) => /^(delete|release)/.test(call));
    expect(calls.slice(0, firstDeletion)).toHaveLength(4);
    expect([world.volumes, world.snapshots, world.addresses, world.logGroups]).toEqual([[], [], [], []]);
  });

  test('many, a few at a time, each few read again with one request', async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `vol-${String(index).padStart(2, '0')}`);
    const world = worldOf({ volumes: ids.map((id) => volume(id)) });
    const { calls, verified } = await deleted(world);
    expect(verified.map(({ name }) => name)).toEqual(ids);
    expect(verified.every(({ status }) => status === 'done')).toBe(true);
    expect(calls.filter((call) => call.startsWith('volumes '))).toHaveLength(3);
  });

  test('what somebody else deleted, without a request', async () => {
    const world = one();
    const { calls, verified } = await deleted(world, { between: () => (world.volumes = []) });
    expect(verified).toEqual([outcome('volume', 'vol-1', 'done')]);
    expect(calls).toEqual(['volumes {"ids":["vol-1"]}']);
  });

  test('what is gone when the request comes', async () => {
    const world = one();
    world.before = (call) => {
      if (!call.startsWith('deleteVolume')) return;
      world.volumes = [];
      throw new AwsNotFoundError('InvalidVolume.NotFound', 'no such volume');
    };
    expect((await deleted(world)).verified).toEqual([outcome('volume', 'vol-1', 'done')]);
  });

  test('a volume that takes its time is waited for', async () => {
    const world = one();
    const going = volume('vol-1', { Name: 'dev-data' }, { state: 'deleting' });
    world.port.deleteVolume = async () => {
      world.volumes = [going];
    };
    let sleeps = 0;
    const onSleep = () => {
      sleeps += 1;
      if (sleeps === 3) world.volumes = [];
    };
    expect((await deleted(world, { onSleep })).verified).toEqual([outcome('volume', 'vol-1', 'done')]);
    expect(sleeps).toBe(3);
  });
});

describe('what is not deleted, since the plan', () => {
  test.each<[string, (world: World) => void, string]>([
    [
      'was attached',
      (world) =>
        (world.volumes = [volume('vol-1', { Name: 'dev-data' }, { state: 'in-use', instanceIds: ['i-7'] })]),
      'since the plan, it is in use: attached to i-7',
    ],
    [
      'was protected',
      (world) => (world.volumes = [volume('vol-1', { Name: 'dev-data', 'exops:protected': 'true' })]),
      'since the plan, it is protected by its tag exops:protected',
    ],
    [
      'was given another name',
      (world) => (world.volumes = [volume('vol-1', { Name: 'prod-data' })]),
      'its name or tags were changed since the plan: it is not meant',
    ],
    [
      'was made anew',
      (world) => (world.volumes = [volume('vol-1', { Name: 'dev-data' }, { createdAt: daysAgo(20) })]),
      'another one of this name was made since the plan',
    ],
  ])('%s', async (_, change, reason) => {
    const world = one();
    const { calls, verified } = await deleted(world, { between: () => change(world) });
    expect(verified).toEqual([outcome('volume', 'vol-1', 'failed', reason)]);
    expect(calls).toEqual(['volumes {"ids":["vol-1"]}']);
    expect(world.volumes).toHaveLength(1);
  });

  test('could not be read again', async () => {
    const world = one();
    let isBroken = true;
    const between = () => {
      world.before = (call) => {
        if (!isBroken || !call.startsWith('volumes')) return;
        isBroken = false;
        throw new AwsError('InternalFailure', 'broken');
      };
    };
    const { calls, verified } = await deleted(world, { between });
    expect(verified).toEqual([outcome('volume', 'vol-1', 'failed', 'broken')]);
    expect(calls).toEqual(['volumes {"ids":["vol-1"]}']);
  });

  test('was not begun when the person interrupted', async () => {
    const world = one();
    const { applied, calls } = await deleted(world, { stop: AbortSignal.abort() });
    expect([applied, calls]).toEqual([[], []]);
  });
});

describe("AWS's own answers", () => {
  test('a snapshot of an AMI: its words, and the others go', async () => {
    const world = worldOf({ snapshots: [snapshot('snap-1'), snapshot('snap-2')] });
    const words = 'The snapshot snap-1 is currently in use by ami-1 (InvalidSnapshot.InUse)';
    world.before = (call) => {
      if (call === 'deleteSnapshot snap-1') throw new AwsError('InvalidSnapshot.InUse', words);
    };
    expect((await deleted(world)).verified).toEqual([
      outcome('snapshot', 'snap-1', 'failed', words),
      outcome('snapshot', 'snap-2', 'done'),
    ]);
  });

  test('a missing right is an outcome, and told as one', async () => {
    const world = one();
    const right = {
      action: 'ec2:DeleteVolume',
      resource: undefined,
      principal: undefined,
      reason: undefined,
    };
    world.before = (call) => {
      if (call.startsWith('delete')) throw new MissingRightError(right, 'not allowed');
    };
    expect((await deleted(world)).verified).toEqual([
      { ...outcome('volume', 'vol-1', 'failed', 'not allowed'), access: true },
    ]);
  });

  test.each([
    ['it was deleted', true, outcome('volume', 'vol-1', 'done')],
    ['it was not', false, outcome('volume', 'vol-1', 'failed', 'no answer')],
  ])('none at all: what is there is the answer, %s', async (_, isDeleted, expected) => {
    const world = one();
    world.before = (call) => {
      if (!call.startsWith('delete')) return;
      if (isDeleted) world.volumes = [];
      throw new AwsUnreachableError('ec2', 'no answer');
    };
    const { applied, verified } = await deleted(world);
    expect(applied).toEqual([outcome('volume', 'vol-1', 'unknown', 'no answer')]);
    expect(verified).toEqual([expected]);
  });

  test('accepted is not done', async () => {
    const world = one();
    world.port.deleteVolume = async () => {};
    expect((await deleted(world)).verified).toEqual([
      outcome('volume', 'vol-1', 'unknown', 'accepted, and it is still there'),
    ]);
    const slow = one();
    const going = volume('vol-1', { Name: 'dev-data' }, { state: 'deleting' });
    slow.port.deleteVolume = async () => {
      slow.volumes = [going];
    };
    expect((await deleted(slow)).verified).toEqual([
      outcome('volume', 'vol-1', 'unknown', 'AWS is still deleting it'),
    ]);
  });

  test('a log group that comes back is told', async () => {
    const world = worldOf({ logGroups: [logGroup('dev-app')] });
    const again = logGroup('dev-app', { createdAt: now, storedBytes: 0 });
    world.port.deleteLogGroup = async () => {
      world.logGroups = [again];
    };
    const onSleep = () => expect.unreachable('nothing is to be waited for');
    expect((await deleted(world, { onSleep })).verified).toEqual([
      outcome(
        'log group',
        'dev-app',
        'unknown',
        'deleted, and made anew at once: something still uses this log group',
      ),
    ]);
  });
});
