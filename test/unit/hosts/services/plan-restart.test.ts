import { describe, expect, test } from 'vitest';
import { confirmationFor } from '../../../../src/lib/change/confirmation.js';
import { planFingerprint } from '../../../../src/lib/change/plan-document.js';
import { renderPlan } from '../../../../src/lib/change/render-plan.js';
import { planRestart, type RestartInput } from '../../../../src/lib/hosts/services/plan-restart.js';
import type { NamedService, ServiceState } from '../../../../src/lib/hosts/services/service-state.js';
import { loadPalette } from '../../../../src/lib/terminal/palette.js';
import { compose, container, hostTime, state, systemd } from './builders.js';

type Pair = readonly [NamedService, Partial<ServiceState>?];

function plan(pairs: readonly Pair[], over: Partial<RestartInput> = {}) {
  const services = pairs.map(([service]) => service);
  const states = pairs.map(([{ name, settings }, given]) => state({ name, kind: settings.kind, ...given }));
  return planRestart(
    { action: 'restart', host: 'dev', services, brokers: undefined, ...over },
    { hostTimeMs: hostTime, services: states },
  );
}

const refused = (service: NamedService, given: Partial<ServiceState>, over: Partial<RestartInput> = {}) => {
  const { changes, refusals } = plan([[service, given]], over);
  expect(changes).toEqual([]);
  return refusals[0];
};

describe('a restart', () => {
  test('as a person reads it', async () => {
    const pairs: readonly Pair[] = [
      [systemd('gateway', 'gateway.service')],
      [compose('worker'), { state: 'failed', detail: 'Exited (1) 2 minutes ago' }],
      [compose('all', { service: undefined }), { health: 'HTTP 503' }],
    ];
    const lines = renderPlan(plan(pairs), { palette: await loadPalette(0), width: 90 });
    expect(lines).toEqual([
      '  ↻ gateway  restart',
      '      unit  gateway.service  running for 1 h 0 min',
      '  ↻ worker   restart',
      '      compose  worker in /opt/app  failed: Exited (1) 2 minutes ago',
      '  ↻ all      restart',
      '      compose  all services in /opt/app  running for 1 h 0 min, health: HTTP 503',
      '',
      'Plan: 3 to restart.',
    ]);
  });

  test('keeps the order that was asked for', () => {
    const names = plan([[systemd('b')], [systemd('a')]]).changes.map(({ name }) => name);
    expect(names).toEqual(['b', 'a']);
  });

  test('of a service that comes and goes is the same plan a moment later', () => {
    const before = plan([[systemd('gateway'), { state: 'restarting', detail: 'auto-restart', restarts: 7 }]]);
    const after = plan([[systemd('gateway'), { uptimeMs: 1, restarts: 8 }]]);
    expect(planFingerprint(before)).toBe(planFingerprint(after));
  });

  test('asks y/N', () => {
    expect(confirmationFor(plan([[systemd('gateway')]]), false)).toEqual({ ask: 'yes' });
  });

  test('of nothing that is there is refused', () => {
    expect(refused(systemd('kafka', 'kafkaa'), { state: 'missing' })?.reason).toBe(
      'there is no unit "kafkaa" on dev',
    );
    expect(refused(compose('gateway'), { state: 'missing', detail: 'no container' })?.reason).toBe(
      'there is no container. Create one: exops host redeploy gateway',
    );
  });

  test('of what can not be started again is refused', () => {
    const problem = 'the unit is masked: systemd refuses to start it';
    expect(refused(systemd('kafka'), { problem })?.reason).toBe(problem);
    expect(refused(compose('gateway'), { problem: 'yaml: line 3' })?.reason).toBe('yaml: line 3');
  });

  test('of what can not be read is refused, and says when it is for want of a right', () => {
    const denied = { state: 'unknown', detail: 'sudo: a password is required', isDenied: true } as const;
    expect(refused(compose('gateway'), denied)).toMatchObject({ access: true });
    expect(refused(systemd('kafka'), { state: 'unknown', detail: 'a\nb' })).toEqual({
      kind: 'service',
      name: 'kafka',
      reason: "its state can't be read: a\\nb",
    });
  });

  test('of what was not even read is refused', () => {
    const made = planRestart(
      { action: 'restart', host: 'dev', services: [systemd('kafka')], brokers: 1 },
      { hostTimeMs: hostTime, services: [] },
    );
    expect(made).toMatchObject({ changes: [], refusals: [{ reason: 'its state was not read' }] });
  });
});

describe('a redeployment', () => {
  const redeploy = { action: 'redeploy' } as const;

  test('is for compose services, there already or not', () => {
    const declared = ['gateway', 'worker'];
    const made = plan(
      [
        [compose('gateway'), { declared }],
        [compose('worker'), { declared, state: 'missing' }],
      ],
      redeploy,
    );
    expect(made.changes.map(({ name, summary }) => [name, summary])).toEqual([
      ['gateway', 'redeploy'],
      ['worker', 'redeploy'],
    ]);
  });

  test('is not for systemd units', () => {
    expect(refused(systemd('kafka'), {}, redeploy)?.reason).toMatch(
      /^it is a systemd unit: .* then restart it$/,
    );
  });

  test('is not for what the compose file does not have', () => {
    const service = compose('gw', { service: 'gatway' });
    const reason = refused(service, { state: 'missing', declared: ['gateway'] }, redeploy)?.reason;
    expect(reason).toBe('the compose file in /opt/app has no service "gatway" (did you mean "gateway"?)');
  });
});

describe('a broker', () => {
  const brokers: readonly { service: NamedService; given: Partial<ServiceState> }[] = [
    { service: systemd('kafka'), given: {} },
    { service: systemd('broker', 'confluent-kafka.service'), given: {} },
    { service: systemd('zookeeper'), given: {} },
    { service: compose('redpanda-0'), given: {} },
    {
      service: compose('stack', { service: undefined }),
      given: { containers: [container({ service: 'redpanda' })] },
    },
  ];
  test.each(brokers)('$service.name: its restart stops everyone, and is typed out', ({ service, given }) => {
    const made = plan([[service, given]], { brokers: 1 });
    expect(made.changes).toMatchObject([
      {
        severity: 'destructive',
        cautions: ['the only broker: nobody can produce or consume until it is back'],
      },
    ]);
    expect(confirmationFor(made, false)).toMatchObject({ ask: 'words', words: service.name });
  });

  test('of a cluster whose size nobody knows may be the only one', () => {
    expect(plan([[systemd('kafka')]]).changes).toMatchObject([
      { severity: 'destructive', cautions: [expect.stringMatching(/if it is the only one/)] },
    ]);
  });

  test('of several is safe to restart, with a word on what waits', () => {
    expect(plan([[systemd('kafka')]], { brokers: 3 }).changes).toMatchObject([
      { severity: 'safe', cautions: [expect.stringMatching(/^a broker: clients move to the others/)] },
    ]);
  });

  test.each(['kafka-ui', 'kafka-connect', 'redpanda-console', 'kafka_exporter.service', 'gateway'])(
    'is not %s',
    (name) => {
      expect(plan([[systemd(name)]], { brokers: 1 }).changes).toMatchObject([
        { severity: 'safe', cautions: [] },
      ]);
    },
  );
});
