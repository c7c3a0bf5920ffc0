import { describe, expect, test } from 'vitest';
import { judge, unwatched, watched } from '../../../../src/lib/hosts/services/judge-restart.js';
import type { RestartAction, RestartWork } from '../../../../src/lib/hosts/services/restart-work.js';
import type { ServiceState } from '../../../../src/lib/hosts/services/service-state.js';
import { hostTime, state, systemd } from './builders.js';

interface Seen {
  readonly before?: Partial<ServiceState>;
  readonly action?: RestartAction;
}

/** What is made of observations, one second apart. */
function verdict(seen: readonly Partial<ServiceState>[], { before, action = 'restart' }: Seen = {}) {
  const work: RestartWork = {
    action,
    service: systemd('gateway'),
    before: state({ incarnation: 'old', ...before }),
  };
  let watch = unwatched;
  let now = hostTime;
  for (const one of seen) {
    now += 1_000;
    watch = watched(watch, work, state({ incarnation: 'new', uptimeMs: 1_000, ...one }), now);
  }
  return judge(work, watch, now);
}

describe('up is what runs', () => {
  test('for five seconds', () => {
    expect(verdict([{ uptimeMs: 5_000 }])).toEqual({ is: 'up' });
    expect(verdict([{ uptimeMs: 4_000 }])).toEqual({ is: 'waiting', why: 'it has run for a moment only' });
  });

  test('for five seconds under our eyes, where the host does not say since when', () => {
    const unsaid = { uptimeMs: undefined };
    expect(verdict(Array.from({ length: 5 }, () => unsaid))).toMatchObject({ is: 'waiting' });
    expect(verdict(Array.from({ length: 6 }, () => unsaid))).toEqual({ is: 'up' });
  });

  test('and is healthy by its own check, at once', () => {
    expect(verdict([{ health: 'ok' }])).toEqual({ is: 'up' });
    expect(verdict([{ health: 'HTTP 503', uptimeMs: 60_000 }])).toEqual({
      is: 'waiting',
      why: 'it runs, but its health check says: HTTP 503',
    });
  });

  test('not the process from before', () => {
    expect(verdict([{ incarnation: 'old', uptimeMs: 60_000, health: 'ok' }])).toEqual({
      is: 'waiting',
      why: 'the process from before is still the one that runs',
    });
  });

  test('or the container from before, where a redeployment had nothing to change', () => {
    expect(verdict([{ incarnation: 'old', uptimeMs: 60_000 }], { action: 'redeploy' })).toEqual({ is: 'up' });
  });

  test('or what had its work to do and did it', () => {
    expect(verdict([{ state: 'stopped', isOneShot: true }])).toEqual({ is: 'up' });
  });
});

describe('down is what', () => {
  const failed = { state: 'failed', detail: 'failed (failed), status 1' } as const;
  test('was seen ended twice in a row', () => {
    expect(verdict([failed])).toMatchObject({ is: 'waiting' });
    expect(verdict([failed, failed])).toEqual({ is: 'down', why: 'it ended: failed (failed), status 1' });
    expect(verdict([failed, {}, failed])).toMatchObject({ is: 'waiting' });
    expect(verdict([{ state: 'stopped' }, { state: 'missing' }])).toMatchObject({ is: 'down' });
  });

  test('failed although it is to end by itself', () => {
    expect(verdict([failed, failed].map((one) => ({ ...one, isOneShot: true })))).toMatchObject({
      is: 'down',
    });
  });

  test('was started again three times', () => {
    const loop = (restarts: number) => ({ state: 'restarting', detail: 'auto-restart', restarts }) as const;
    expect(verdict([loop(1), loop(2)])).toEqual({ is: 'waiting', why: 'it is restarting: auto-restart' });
    expect(verdict([loop(1), loop(2), loop(3)])).toEqual({
      is: 'down',
      why: 'it keeps ending (started again 3 times): auto-restart',
    });
  });

  test('was started again three times, although it runs just now', () => {
    expect(verdict([{ restarts: 3, uptimeMs: 60_000 }])).toMatchObject({ is: 'down' });
  });

  test('is another process each time, where nobody counts', () => {
    const seen = ['a', 'b', 'c', 'd'].map((incarnation) => ({ incarnation, restarts: undefined }));
    expect(verdict(seen)).toMatchObject({ is: 'down' });
  });
});

describe('restarts from before do not count', () => {
  test('when the counter begins anew', () => {
    expect(verdict([{ restarts: 0, uptimeMs: 5_000 }], { before: { restarts: 40 } })).toEqual({ is: 'up' });
  });

  test('when it goes on', () => {
    expect(verdict([{ restarts: 40, uptimeMs: 5_000 }], { before: { restarts: 40 } })).toEqual({ is: 'up' });
  });

  test('but those since do, from a counter that began anew', () => {
    expect(verdict([{ restarts: 3 }], { before: { restarts: 40 } })).toMatchObject({ is: 'down' });
  });
});

test('one crash is forgiven when it runs then', () => {
  const seen = [{ restarts: 0 }, { restarts: 1, incarnation: 'newer', uptimeMs: 5_000 }];
  expect(verdict(seen)).toEqual({ is: 'up' });
  expect(verdict(seen.map((one) => ({ ...one, health: 'ok', uptimeMs: 1_000 })))).toMatchObject({
    is: 'waiting',
  });
});

test('what was never seen is waited for', () => {
  expect(verdict([])).toMatchObject({ is: 'waiting' });
});
