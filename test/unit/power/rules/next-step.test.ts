import { describe, expect, test } from 'vitest';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import {
  doubtMs,
  type Goal,
  graceMs,
  nextStep,
  type Past,
} from '../../../../src/lib/power/rules/next-step.js';
import type { Draft } from '../thing.js';
import { World } from '../world.js';

const patienceMs = 1_800_000;
const nothing: Past = {
  beganAt: 0,
  askedAt: undefined,
  isUncertain: false,
  wasMoving: false,
  untouchedSince: undefined,
  troubleBefore: undefined,
  sizeBefore: undefined,
  refused: undefined,
};

function step(draft: Draft, goal: Goal, over: Partial<Sleeper>, past: Partial<Past>, at = 1_000) {
  const [sleeper] = new World([draft]).sleepers();
  if (sleeper === undefined) throw new Error('an empty world');
  const next = nextStep(goal, { ...sleeper, ...over }, { ...nothing, ...past }, { at, patienceMs });
  return next.do === 'give up' ? `${next.isAsBefore ? 'as before' : 'unknown'}: ${next.reason}` : next.do;
}

const database: Draft = { kind: 'rds', name: 'shop' };
const service: Draft = { kind: 'ecs', name: 'api', size: { desired: 3 } };
const sleep: Goal = { direction: 'sleep', size: undefined };
const wake: Goal = { direction: 'wake', size: { desired: 3 } };
const asked = { askedAt: 0 };

describe('to sleep', () => {
  test.each<[string, Draft, Partial<Sleeper>, Partial<Past>, number, string]>([
    ['awake', database, {}, {}, 1_000, 'ask'],
    ['asleep', database, { state: 'asleep' }, {}, 1_000, 'finish'],
    ['on its way', database, { state: 'falling asleep' }, asked, 1_000, 'wait'],
    ['busy', database, { state: 'busy' }, {}, 1_000, 'wait'],
    ['starting: it can not be asked yet', database, { state: 'waking' }, {}, 1_000, 'wait'],
    ['getting bigger: it can be asked at any time', service, { state: 'waking' }, {}, 1_000, 'ask'],
    ['asked, and not seen yet', database, {}, asked, graceMs - 1, 'wait'],
    [
      'asked, and nothing ever happened',
      database,
      {},
      asked,
      graceMs,
      'unknown: it was asked to stop, and is available after 2 min 0 s',
    ],
    [
      'asked, and back again, which an old answer may say',
      database,
      {},
      { ...asked, wasMoving: true, untouchedSince: 1_000 },
      1_000 + doubtMs - 1,
      'wait',
    ],
    [
      'asked, and back again for a while: its record stays',
      database,
      {},
      { ...asked, wasMoving: true, untouchedSince: 1_000 },
      1_000 + doubtMs,
      'unknown: it began to stop, and is available again',
    ],
    [
      'asked, and the answer was lost',
      database,
      {},
      { ...asked, isUncertain: true, untouchedSince: 1_000 },
      1_000 + doubtMs,
      'ask',
    ],
    [
      'asked and failed with another size: only its record knows the one before',
      service,
      { size: { desired: 1 }, trouble: 'PodEvictionFailure: a budget' },
      { ...asked, sizeBefore: { desired: 3 } },
      1_000,
      'unknown: PodEvictionFailure: a budget',
    ],
    [
      'asked, and it failed',
      service,
      { trouble: 'PodEvictionFailure: a budget' },
      asked,
      1_000,
      'as before: PodEvictionFailure: a budget',
    ],
    [
      'asked, with a trouble that it had before',
      service,
      { trouble: 'an old one' },
      { ...asked, troubleBefore: 'an old one' },
      1_000,
      'wait',
    ],
    ['of no use', database, { state: 'unusable' }, {}, 1_000, 'as before: it is available'],
    [
      'of no use since',
      database,
      { state: 'unusable', trouble: 'storage-full' },
      asked,
      1_000,
      'unknown: storage-full',
    ],
    ['refused a moment ago', database, {}, { refused: { since: 0, reason: 'no' } }, graceMs - 1, 'ask'],
    ['refused all the time', database, {}, { refused: { since: 0, reason: 'no' } }, graceMs, 'as before: no'],
    [
      'still on its way when the time is up',
      database,
      { state: 'falling asleep', status: 'stopping', trouble: 'a protected pod' },
      asked,
      patienceMs,
      'unknown: it is still stopping after 30 min 0 s: a protected pod',
    ],
    [
      'ready to be asked when the time is up',
      database,
      {},
      {},
      patienceMs,
      'as before: it is still available after 30 min 0 s',
    ],
    [
      'busy all the time',
      database,
      { state: 'busy', status: 'backing-up' },
      {},
      patienceMs,
      'as before: it is still backing-up after 30 min 0 s',
    ],
  ])('%s', (_, draft, over, past, at, next) => {
    expect(step(draft, sleep, over, past, at)).toBe(next);
  });
});

describe('to wake', () => {
  test.each<[string, Partial<Sleeper>, Partial<Past>, number, string]>([
    ['asleep', { state: 'asleep' }, {}, 1_000, 'ask'],
    ['falling asleep: it can be asked at any time', { state: 'falling asleep' }, {}, 1_000, 'ask'],
    ['on its way', { state: 'waking' }, asked, 1_000, 'wait'],
    ['awake as recorded', {}, asked, 1_000, 'finish'],
    ['awake with another size', { size: { desired: 2 } }, {}, 1_000, 'ask'],
    ['not seen yet', { size: { desired: 2 } }, asked, graceMs - 1, 'wait'],
    [
      'made smaller since',
      { size: { desired: 2 } },
      { ...asked, wasMoving: true },
      graceMs,
      'unknown: it is awake with 2, and was to wake to 3',
    ],
    ['made larger since, as autoscalers do', { size: { desired: 5 } }, asked, 1_000, 'finish'],
    ['larger, and not asked yet', { size: { desired: 5 } }, {}, 1_000, 'ask'],
    [
      'fell back',
      { state: 'asleep', trouble: 'Client.InternalError: Client error on launch' },
      { ...asked, wasMoving: true },
      1_000,
      'as before: Client.InternalError: Client error on launch',
    ],
    [
      'fell back before it was looked at, for the same reason as the last time',
      { state: 'asleep', status: 'stopped', trouble: 'Client.InternalError' },
      { ...asked, troubleBefore: 'Client.InternalError' },
      graceMs,
      'unknown: it was asked to start, and is stopped after 2 min 0 s: Client.InternalError',
    ],
  ])('%s', (_, over, past, at, next) => {
    expect(step(service, wake, over, past, at)).toBe(next);
  });

  test('what is only on or off is not asked while it stops', () => {
    const goal: Goal = { direction: 'wake', size: undefined };
    expect(step(database, goal, { state: 'falling asleep' }, {})).toBe('wait');
  });
});
