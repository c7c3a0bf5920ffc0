import { describe, expect, test } from 'vitest';
import { readUnit } from '../../../../src/lib/hosts/services/unit-state.js';

/** As systemd 252 answers. */
const running = {
  Type: 'simple',
  MainPID: '812',
  Result: 'success',
  NRestarts: '0',
  ExecMainStatus: '0',
  LoadState: 'loaded',
  ActiveState: 'active',
  SubState: 'running',
  InactiveExitTimestamp: 'Sat 2026-11-21 08:00:00 UTC',
  ActiveEnterTimestamp: 'Sat 2026-11-21 08:00:01 UTC',
  InactiveEnterTimestamp: 'Fri 2026-11-20 23:00:00 UTC',
};

function read(over: Partial<Record<keyof typeof running, string>> = {}) {
  return readUnit(Object.entries({ ...running, ...over }).map(([key, value]) => `${key}=${value}`));
}

test('a unit that runs', () => {
  expect(read()).toEqual({
    state: 'running',
    detail: 'active (running)',
    sinceMs: Date.UTC(2026, 10, 21, 8, 0, 1),
    restarts: 0,
    health: undefined,
    incarnation: '812 Sat 2026-11-21 08:00:01 UTC',
    isOneShot: false,
    problem: undefined,
    isDenied: false,
  });
});

test.each([
  ['is starting', { ActiveState: 'activating', SubState: 'start-pre' }, 'starting', 'activating (start-pre)'],
  [
    'ended and is started again',
    { ActiveState: 'activating', SubState: 'auto-restart', Result: 'exit-code', ExecMainStatus: '1' },
    'restarting',
    'activating (auto-restart), result exit-code, status 1',
  ],
  [
    'waits to be started again, as newer systemds say it',
    { ActiveState: 'activating', SubState: 'auto-restart-queued', Result: 'signal' },
    'restarting',
    'activating (auto-restart-queued), result signal',
  ],
  [
    'failed',
    { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '143' },
    'failed',
    'failed (failed), result exit-code, status 143',
  ],
  [
    'was killed for its memory',
    { ActiveState: 'failed', SubState: 'failed', Result: 'oom-kill', ExecMainStatus: '9' },
    'failed',
    'failed (failed), result oom-kill, status 9',
  ],
  ['was stopped', { ActiveState: 'inactive', SubState: 'dead' }, 'stopped', 'inactive (dead)'],
  [
    'is being stopped',
    { ActiveState: 'deactivating', SubState: 'stop-sigterm' },
    'stopped',
    'deactivating (stop-sigterm)',
  ],
  ['reads its settings', { ActiveState: 'reloading', SubState: 'reload' }, 'running', 'reloading (reload)'],
  ['ended well and counts as active', { SubState: 'exited' }, 'running', 'active (exited)'],
  [
    'does what this version does not know',
    { ActiveState: 'dreaming', SubState: 'x' },
    'unknown',
    'dreaming (x)',
  ],
])('a unit that %s', (_, over, state, detail) => {
  expect(read(over)).toMatchObject({ state, detail });
});

test('a unit that is not there', () => {
  const lines = 'LoadState=not-found ActiveState=inactive SubState=dead MainPID=0 NRestarts=0'.split(' ');
  expect(readUnit(lines)).toMatchObject({ state: 'missing', detail: 'no such unit', problem: undefined });
});

test('a unit that runs although its file is gone', () => {
  expect(read({ LoadState: 'not-found' })).toMatchObject({
    state: 'running',
    problem: 'its unit file is gone',
  });
});

test.each([
  ['masked', /masked/],
  ['bad-setting', /can't load the unit \(bad-setting\)/],
])('a unit that is %s could not be started again', (LoadState, problem) => {
  expect(read({ LoadState })).toMatchObject({ state: 'running', problem: expect.stringMatching(problem) });
});

describe('since when', () => {
  test.each([
    ['failed', '2026-11-20T23:00:00Z'],
    ['inactive', '2026-11-20T23:00:00Z'],
    ['activating', '2026-11-21T08:00:00Z'],
    ['active', '2026-11-21T08:00:01Z'],
  ])('a unit is %s', (ActiveState, since) => {
    expect(read({ ActiveState }).sinceMs).toBe(Date.parse(since));
  });

  test.each(['', 'n/a', '0', 'Sat 2026-11-21 17:00:01 KST'])(
    'is not read out of "%s"',
    (ActiveEnterTimestamp) => {
      expect(read({ ActiveEnterTimestamp }).sinceMs).toBeUndefined();
    },
  );
});

test('a systemd that does not count restarts', () => {
  const lines = ['LoadState=loaded', 'ActiveState=active', 'SubState=running', 'MainPID=7'];
  expect(readUnit(lines)).toMatchObject({ state: 'running', restarts: undefined });
});

test('another process is another incarnation', () => {
  expect(read({ MainPID: '813' }).incarnation).not.toBe(read().incarnation);
  expect(read({ ActiveState: 'failed' }).incarnation).toBeUndefined();
});

test('no systemd at all: its words, or that there were none', () => {
  const words = "System has not been booted with systemd as init system (PID 1). Can't operate.";
  expect(readUnit([words, 'Failed to connect to bus: Host is down'])).toMatchObject({
    state: 'unknown',
    detail: `${words} Failed to connect to bus: Host is down`,
    isDenied: false,
  });
  expect(readUnit([])).toMatchObject({ state: 'unknown', detail: 'systemd did not answer' });
  expect(readUnit(['Failed to get properties: Access denied'])).toMatchObject({ isDenied: true });
});
