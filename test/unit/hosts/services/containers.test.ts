import { describe, expect, test } from 'vitest';
import { readContainerRows, readInspection } from '../../../../src/lib/hosts/services/container-rows.js';
import { containerState } from '../../../../src/lib/hosts/services/container-state.js';

const id = 'f00dfeedc0ffee'.repeat(5).slice(0, 64);

/** `docker compose ps --format json` of 2.21 and later: a line each, short ids. */
const modern = `{"Command":"\\"java -jar app.jar\\"","CreatedAt":"2026-11-21 08:00:00 +0000 UTC","ExitCode":0,"Health":"healthy","ID":"${id.slice(0, 12)}","Image":"app","Labels":"a=b,com.docker.compose.service=gateway","Name":"app-gateway-1","Names":"app-gateway-1","Project":"app","Publishers":[],"RunningFor":"3 hours ago","Service":"gateway","State":"running","Status":"Up 3 hours (healthy)"}`;
/** Of versions before: an array, full ids; the oldest without Status. */
const old = `[{"ID":"${id}","Name":"app-gateway-1","Command":"java","Project":"app","Service":"gateway","State":"exited","Health":"","ExitCode":1,"Publishers":null}]`;
/** `docker ps --format '{{json .}}'`. */
const plain = `{"Command":"\\"java\\"","ID":"${id}","Image":"app","Labels":"com.docker.compose.project=app,com.docker.compose.service=gateway,x=y","Names":"app_gateway_1","State":"restarting","Status":"Restarting (1) 5 seconds ago"}`;

describe('a list of containers', () => {
  test('by compose, a line each', () => {
    expect(readContainerRows([modern, modern])).toHaveLength(2);
    expect(readContainerRows([modern])).toEqual([
      {
        id: id.slice(0, 12),
        name: 'app-gateway-1',
        service: 'gateway',
        state: 'running',
        status: 'Up 3 hours (healthy)',
        health: 'healthy',
        exitCode: 0,
      },
    ]);
  });

  test('by an older compose, in an array', () => {
    expect(readContainerRows([old])).toMatchObject([
      { id, name: 'app-gateway-1', service: 'gateway', state: 'exited', status: '', exitCode: 1 },
    ]);
  });

  test('by docker, with labels', () => {
    expect(readContainerRows([plain])).toMatchObject([
      { id, name: 'app_gateway_1', service: 'gateway', state: 'restarting', exitCode: undefined },
    ]);
  });

  test.each([[[]], [['[]']]])('%j holds none', (lines) => {
    expect(readContainerRows(lines)).toEqual([]);
  });

  test.each(['time="2026-11-21" level=warning', '["a"]', 'null', '{"ID":'])('%s is none', (line) => {
    expect(readContainerRows([line])).toBeUndefined();
  });
});

describe('an inspection', () => {
  test('has exact times', () => {
    const line = `${id} running 2026-11-21T08:00:00.123456789Z 0001-01-01T00:00:00Z 4 0 false`;
    expect(readInspection(line)).toEqual({
      id,
      status: 'running',
      startedMs: Date.UTC(2026, 10, 21, 8, 0, 0, 123),
      finishedMs: undefined,
      restarts: 4,
      exitCode: 0,
      isOutOfMemory: false,
    });
  });

  test.each(['', 'Error: No such object: x', `${id} running`])('is not "%s"', (line) => {
    expect(readInspection(line)).toBeUndefined();
  });
});

describe('a container', () => {
  const rowOf = (line: string) => {
    const [row] = readContainerRows([line]) ?? [];
    if (row === undefined) throw new Error('no row');
    return row;
  };
  const inspected = (status: string, exitCode: number, oom = false) =>
    readInspection(`${id} ${status} 2026-11-21T08:00:00Z 2026-11-21T09:00:00Z 2 ${exitCode} ${oom}`);

  test('that runs, is healthy, and since when', () => {
    expect(containerState(rowOf(modern), inspected('running', 0))).toEqual({
      name: 'app-gateway-1',
      service: 'gateway',
      state: 'running',
      detail: 'Up 3 hours (healthy)',
      sinceMs: Date.UTC(2026, 10, 21, 8),
      restarts: 2,
      health: 'ok',
      incarnation: `${id.slice(0, 12)} ${Date.UTC(2026, 10, 21, 8)}`,
    });
  });

  test('of which only the list tells', () => {
    expect(containerState(rowOf(plain), undefined)).toMatchObject({
      state: 'restarting',
      detail: 'Restarting (1) 5 seconds ago',
      sinceMs: undefined,
      restarts: undefined,
      incarnation: undefined,
    });
    expect(containerState(rowOf(old), undefined)).toMatchObject({ state: 'failed', detail: 'exited (1)' });
  });

  test.each([
    ['exited', 0, 'stopped'],
    ['exited', 143, 'stopped'],
    ['exited', 1, 'failed'],
    ['exited', 137, 'failed'],
    ['dead', 0, 'failed'],
    ['created', 0, 'stopped'],
    ['paused', 0, 'stopped'],
    ['restarting', 1, 'restarting'],
    ['hovering', 0, 'unknown'],
  ])('%s with %i is %s', (status, exitCode, state) => {
    expect(containerState(rowOf(modern), inspected(status, exitCode)).state).toBe(state);
  });

  test('that was killed for its memory failed, however it ended', () => {
    expect(containerState(rowOf(old), inspected('exited', 0, true))).toMatchObject({
      state: 'failed',
      detail: 'exited (0), killed for want of memory',
      sinceMs: Date.UTC(2026, 10, 21, 9),
    });
  });

  const row = { id: '', name: 'c', service: 's', state: '', health: '', exitCode: undefined };
  test.each([
    ['Up 3 hours (healthy)', 'running', 'ok'],
    ['Up 3 seconds (health: starting)', 'starting', 'starting'],
    ['Up 3 hours (unhealthy)', 'running', 'unhealthy'],
    ['Up 2 days (Paused)', 'stopped', undefined],
    ['Up 2 days', 'running', undefined],
    ['Exited (1) 3 minutes ago', 'failed', undefined],
    ['Exited (0) 3 minutes ago', 'stopped', undefined],
    ['Restarting (137) 1 second ago', 'restarting', undefined],
    ['Created', 'stopped', undefined],
    ['Dead', 'failed', undefined],
  ])('of an old docker that only says "%s"', (status, state, health) => {
    expect(containerState({ ...row, status }, undefined)).toMatchObject({ state, health, detail: status });
  });
});
