import { expect, test } from 'vitest';
import type { Outcome } from '../../../src/lib/change/outcome.js';
import type { Sleeper } from '../../../src/lib/power/model.js';
import { verifyPower } from '../../../src/lib/power/verify-power.js';
import type { WakeWork } from '../../../src/lib/power/work.js';
import { World } from './world.js';

async function verified(status: Outcome['status'], now: Partial<Sleeper>, more: Partial<WakeWork> = {}) {
  const [sleeper] = new World([{ kind: 'ecs', name: 'api', size: { desired: 3 } }]).sleepers();
  if (sleeper === undefined) throw new Error('an empty world');
  const work: WakeWork = {
    ...{ direction: 'wake', sleeper, stage: 1, size: { desired: 3 }, keepsSize: false, isBroker: false },
    ...more,
  };
  const change = { kind: 'resource', name: 'ecs api', action: 'change', severity: 'safe' } as const;
  const plan = {
    ...{ noun: 'resource', refusals: [], notices: [], unchanged: 0 },
    changes: [{ ...change, fields: [], cautions: [], work }],
  };
  const port = {
    ...({ kind: 'ecs', find: async () => [], read: async () => [{ ...sleeper, ...now }] } as const),
    ...{ setRecord: async () => {}, sleep: async () => {}, wake: async () => {} },
  };
  const outcome: Outcome = { kind: 'resource', name: 'ecs api', status, reason: 'it is still waking' };
  const signal = new AbortController().signal;
  return (await verifyPower(new Map([['ecs', port]]), plan, [outcome], { signal }))[0]?.status;
}

test('what was uncertain is done once it is awake as it was to be', async () => {
  expect(await verified('unknown', { state: 'awake', size: { desired: 3 } })).toBe('done');
});

test('what never got that far stays uncertain', async () => {
  expect(await verified('unknown', { state: 'waking', size: { desired: 3 } })).toBe('unknown');
  expect(await verified('unknown', { state: 'awake', size: { desired: 1 } })).toBe('unknown');
});

test('a machine that runs says nothing of Kafka on it', async () => {
  expect(await verified('unknown', { state: 'awake', size: { desired: 3 } }, { isBroker: true })).toBe(
    'unknown',
  );
});

test('what was done and is down again is not done', async () => {
  expect(await verified('done', { state: 'awake', size: { desired: 3 } })).toBe('done');
  expect(await verified('done', { state: 'falling asleep', size: { desired: 0 } })).toBe('unknown');
});
