import { expect, test } from 'vitest';
import { serviceColumns, statusDocument } from '../../../../src/lib/hosts/services/service-table.js';
import { alignedLines } from '../../../../src/lib/terminal/table.js';
import { compose, container, hostTime, state, systemd } from './builders.js';

const services = [
  state({ name: 'kafka', restarts: 2, health: 'ok' }),
  state({
    name: 'gateway',
    state: 'failed',
    detail: 'failed (failed), result exit-code, status 1',
    uptimeMs: undefined,
  }),
  state({
    name: 'app',
    kind: 'compose',
    detail: '2 of 2 containers running',
    health: 'HTTP 503',
    uptimeMs: 352_800_000,
    containers: [container(), container({ name: 'app-worker-1', service: 'worker', sinceMs: undefined })],
    problem: 'neither docker compose nor docker-compose is installed there',
  }),
  state({ name: 'nil', state: 'missing', detail: 'no such unit', uptimeMs: undefined, restarts: undefined }),
];

test('a row a service', () => {
  expect(alignedLines(serviceColumns, services, 200)).toEqual([
    'SERVICE  STATE    UP         HEALTH    NOTE',
    'kafka    running  1 h 0 min  ok        2 restarts',
    'gateway  failed                        failed (failed), result exit-code, status 1',
    'app      running  4 d 2 h    HTTP 503  2 of 2 containers running · neither docker compose nor docker-compose is installed there',
    'nil      missing                       no such unit',
  ]);
});

test('the document for programs', () => {
  const asked = [systemd('kafka', 'kafka.service'), compose('app', { service: undefined })];
  const observed = { hostTimeMs: hostTime, services: [services[0] ?? state(), services[2] ?? state()] };
  expect(statusDocument({ environment: 'dev', host: 'kafka' }, asked, observed)).toEqual({
    schema: 'exops.host-status/v1',
    target: { environment: 'dev', host: 'kafka' },
    hostTime: '2026-11-21T10:00:00.000Z',
    services: [
      {
        name: 'kafka',
        kind: 'systemd',
        unit: 'kafka.service',
        compose: null,
        state: 'running',
        detail: 'active (running)',
        since: '2026-11-21T09:00:00.000Z',
        restarts: 2,
        health: 'ok',
        uptimeSeconds: 3_600,
        problem: null,
        containers: [],
      },
      expect.objectContaining({
        name: 'app',
        unit: null,
        compose: { folder: '/opt/app', service: null },
        containers: [
          {
            name: 'app-gateway-1',
            service: 'gateway',
            state: 'running',
            detail: 'Up 3 hours',
            since: '2026-11-21T07:00:00.000Z',
            restarts: 0,
            health: null,
          },
          expect.objectContaining({ name: 'app-worker-1', since: null }),
        ],
      }),
    ],
  });
});
