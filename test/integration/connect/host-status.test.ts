import { describe, expect, test } from 'vitest';
import type { HostState } from '../../lab/host-tools/host-state.js';
import { projectFolder, projectIn } from '../hosts/services-host.js';
import { runningFor, servicesPlace, told } from './host-services.js';
import { laptop, ownAws, said } from './hosts.js';

const place = servicesPlace();

const target = () => `dev · 123456789012 ap-northeast-2 · kafka (${place.host.instanceId}) · 127.0.0.1\n`;

/** One of each kind, and what `exops.yaml` says of them. */
async function mixed(): Promise<{ folder: string; state: HostState; services: string }> {
  const folder = await projectFolder();
  const state: HostState = {
    ...projectIn(folder),
    units: {
      'status-kafka.service': { properties: { ...runningFor(3), NRestarts: '2' } },
      'status-dead.service': {
        properties: { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '1' },
      },
    },
  };
  const services = [
    `kafka: { systemd: status-kafka, health: "${place.health(200)}" }`,
    `ill: { systemd: status-kafka, health: "${place.health(503)}" }`,
    'dead: { systemd: status-dead }',
    'gone: { systemd: status-gone }',
    `gateway: { compose: ${JSON.stringify(folder)} }`,
    `backend: { compose: ${JSON.stringify(folder)}, service: worker }`,
    `absent: { compose: ${JSON.stringify(folder)} }`,
  ].join(', ');
  return { folder, state, services };
}

describe('host status', () => {
  test('is a table on a terminal', async () => {
    const { state, services } = await mixed();
    await place.setState(state);
    const { exops } = await place.laptop(services);
    const shown = await exops('host status', { tty: true });
    expect(shown).toMatchObject({
      code: 0,
      stdout: [
        'SERVICE  STATE    UP         HEALTH    NOTE',
        'kafka    running  3 h 0 min  ok        2 restarts',
        'ill      running  3 h 0 min  HTTP 503  2 restarts',
        'dead     failed                        failed (failed), result exit-code, statu…',
        'gone     missing                       no such unit',
        'gateway  running  3 h 0 min  ok',
        'backend  running  3 h 0 min',
        'absent   missing                       no container',
        '',
      ].join('\n'),
    });
    expect(said(shown)).toBe(target());
  });

  test('is separated by tabs in a pipe, and nothing is cut', async () => {
    const { state, services } = await mixed();
    await place.setState(state);
    const { exops } = await place.laptop(services);
    const shown = await exops('host status kafka');
    expect(shown).toMatchObject({
      code: 0,
      stdout: [
        'kafka\trunning\t3 h 0 min\tok\t2 restarts',
        'ill\trunning\t3 h 0 min\tHTTP 503\t2 restarts',
        'dead\tfailed\t\t\tfailed (failed), result exit-code, status 1',
        'gone\tmissing\t\t\tno such unit',
        'gateway\trunning\t3 h 0 min\tok\t',
        'backend\trunning\t3 h 0 min\t\t',
        'absent\tmissing\t\t\tno container',
        '',
      ].join('\n'),
    });
    expect(said(shown)).toBe(target());
  });

  test('is a document for programs', async () => {
    const { folder, state, services } = await mixed();
    await place.setState(state);
    const { exops } = await place.laptop(services);
    const shown = await exops('host status -o json');
    expect(shown.code).toBe(0);
    const { hostTime, services: documents, ...head } = JSON.parse(shown.stdout);
    expect(head).toEqual({
      schema: 'exops.host-status/v1',
      target: { environment: 'dev', host: 'kafka', instance: place.host.instanceId },
    });
    const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(hostTime).toEqual(moment);
    const unit = { kind: 'systemd', compose: null, containers: [] };
    const down = { uptimeSeconds: null, health: null, problem: null };
    const up = { state: 'running', since: moment, problem: null, uptimeSeconds: expect.any(Number) };
    const container = { state: 'running', detail: 'Up 3 hours (healthy)', restarts: 0, health: 'ok' };
    expect(documents).toEqual([
      {
        ...{ ...unit, ...up, name: 'kafka', unit: 'status-kafka' },
        ...{ detail: 'active (running)', restarts: 2, health: 'ok' },
      },
      {
        ...{ ...unit, ...up, name: 'ill', unit: 'status-kafka' },
        ...{ detail: 'active (running)', restarts: 2, health: 'HTTP 503' },
      },
      {
        ...{ ...unit, ...down, name: 'dead', unit: 'status-dead', state: 'failed' },
        ...{ detail: 'failed (failed), result exit-code, status 1', since: null, restarts: 0 },
      },
      {
        ...{ ...unit, ...down, name: 'gone', unit: 'status-gone', state: 'missing' },
        ...{ detail: 'no such unit', since: null, restarts: 0 },
      },
      {
        ...{ name: 'gateway', kind: 'compose', unit: null, compose: { folder, service: 'gateway' } },
        ...{ ...up, ...container },
        containers: [{ name: 'app-gateway-1', service: 'gateway', since: moment, ...container }],
      },
      {
        ...{ name: 'backend', kind: 'compose', unit: null, compose: { folder, service: 'worker' } },
        ...{ ...up, ...container, detail: 'Up 3 hours', health: null },
        containers: [
          {
            ...{ name: 'app-worker-1', service: 'worker', since: moment },
            ...{ ...container, detail: 'Up 3 hours', health: null },
          },
        ],
      },
      {
        ...{ name: 'absent', kind: 'compose', unit: null, compose: { folder, service: 'absent' }, ...down },
        ...{ state: 'missing', detail: 'no container', since: null, restarts: null, containers: [] },
      },
    ]);
  });

  test('says of a health check that nobody answers it', async () => {
    await place.setState({ units: { 'status-mute.service': { properties: runningFor(3) } } });
    const { exops } = await place.laptop('mute: { systemd: status-mute, health: "http://127.0.0.1:1/" }');
    const { code, stdout } = await exops('host status');
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^mute\trunning\t3 h 0 min\tno answer: Failed to connect to 127\.0\.0\.1 port 1 .+\t\n$/,
    );
  });

  test('says what the host does not let us know', async () => {
    const { state, services } = await mixed();
    await place.setState({ ...state, docker: 'denied', sudo: 'asks' });
    const { exops } = await place.laptop(services);
    const { code, stdout } = await exops('host status');
    expect(code).toBe(0);
    expect(stdout).toContain('kafka\trunning\t3 h 0 min\tok\t2 restarts\n');
    expect(stdout).toContain('gateway\tunknown\t\t\tsudo: a password is required\n');
  });
});

describe('host status reaches nothing', () => {
  test.each([
    [
      'for a host without services',
      'host status',
      'The host "kafka" has no services in exops.yaml.\n  Name them under hosts.kafka.services: { kafka: { systemd: kafka } }\n',
    ],
    [
      'for a host that exops.yaml does not have',
      'host status kafk',
      'exops.yaml has no host "kafk" (did you mean "kafka"?), and so no services of it.\n  Hosts there: kafka\n',
    ],
    [
      'for an instance of which exops.yaml says nothing',
      'host status i-0123456789abcdef0',
      'exops.yaml has no host "i-0123456789abcdef0", and so no services of it.\n  Hosts there: kafka\n',
    ],
  ])('%s', async (_, line, words) => {
    const { aws, exops } = await laptop(ownAws(), `hosts: { kafka: ${place.host.settings} }`);
    const refused = await exops(line);
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(told(refused)).toBe(words);
    expect(await aws.calls()).toEqual([]);
  });
});
