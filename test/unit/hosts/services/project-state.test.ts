import { describe, expect, test } from 'vitest';
import { type ProjectAnswer, readProject } from '../../../../src/lib/hosts/services/project-state.js';

const section = (lines: readonly string[], ...words: string[]) => ({ lines, words });

interface Given {
  readonly name: string;
  readonly service: string;
  readonly state?: string;
  readonly status?: string;
  readonly exit?: number;
}

const ids: Readonly<Record<string, string>> = { a: 'a'.repeat(64), b: 'b'.repeat(64), c: 'c'.repeat(64) };

function answer(containers: readonly Given[], over: Partial<ProjectAnswer> = {}): ProjectAnswer {
  const rows = containers.map(({ name, service, state = 'running', status = 'Up 3 hours', exit = 0 }) =>
    JSON.stringify({
      ID: ids[name]?.slice(0, 12),
      Name: name,
      Service: service,
      State: state,
      Status: status,
      ExitCode: exit,
    }),
  );
  const inspections = containers.map(({ name, state = 'running', exit = 0 }, index) => {
    const started = `2026-11-21T0${index}:00:00Z`;
    return `${ids[name]} ${state} ${started} 2026-11-21T09:00:00Z ${index} ${exit} false`;
  });
  return {
    said: section([]),
    list: section(rows, 'compose', '0'),
    inspect: section(inspections),
    declared: section([]),
    ...over,
  };
}

const two = [
  { name: 'a', service: 'gateway' },
  { name: 'b', service: 'worker' },
];

describe('one service of a project', () => {
  test('has its container only, with what its inspection says', () => {
    expect(readProject(answer(two), 'worker')).toMatchObject({
      state: 'running',
      detail: 'Up 3 hours',
      sinceMs: Date.UTC(2026, 10, 21, 1),
      restarts: 1,
      containers: [{ name: 'b' }],
    });
  });

  test('without a container is missing', () => {
    expect(readProject(answer(two), 'other')).toMatchObject({ state: 'missing', detail: 'no container' });
  });
});

describe('several containers', () => {
  test('all running: the youngest tells since when', () => {
    expect(readProject(answer(two), undefined)).toMatchObject({
      state: 'running',
      detail: '2 of 2 containers running',
      sinceMs: Date.UTC(2026, 10, 21, 1),
      restarts: 1,
      incarnation: expect.stringMatching(/^a{12} \d+, b{12} \d+$/),
    });
  });

  test('one that ended well beside one that runs has had its work done', () => {
    const migration = { name: 'b', service: 'migrate', state: 'exited', status: 'Exited (0) 3 hours ago' };
    expect(readProject(answer([{ name: 'a', service: 'gateway' }, migration]), undefined)).toMatchObject({
      state: 'running',
      detail: '1 of 2 containers running',
    });
  });

  test.each([
    ['failed', { state: 'exited', status: 'Exited (1) 2 minutes ago', exit: 1 }],
    ['restarting', { state: 'restarting', status: 'Restarting (1) 2 seconds ago', exit: 1 }],
    ['starting', { state: 'running', status: 'Up 2 seconds (health: starting)' }],
  ])('one that is %s outweighs one that runs', (state, over) => {
    const read = readProject(
      answer([
        { name: 'a', service: 'x' },
        { name: 'b', service: 'y', ...over },
      ]),
      undefined,
    );
    expect(read.state).toBe(state);
    expect(read.detail).toBe(`1 of 2 containers ${state}: b ${over.status}`);
  });

  test('one that is not healthy is named', () => {
    const ill = [
      { name: 'a', service: 'x', status: 'Up 3 hours (healthy)' },
      { name: 'b', service: 'y', status: 'Up 3 hours (unhealthy)' },
    ];
    expect(readProject(answer(ill), undefined).health).toBe('b unhealthy');
    expect(readProject(answer(ill), 'x').health).toBe('ok');
    expect(readProject(answer(ill), 'y').health).toBe('unhealthy');
  });
});

test('without inspections there is no telling since when', () => {
  expect(readProject(answer(two, { inspect: undefined }), 'gateway')).toMatchObject({
    state: 'running',
    sinceMs: undefined,
    restarts: undefined,
    incarnation: undefined,
  });
});

test('what compose declares', () => {
  const declared = section(['gateway', 'worker']);
  expect(readProject(answer(two, { declared }), 'gateway').declared).toEqual(['gateway', 'worker']);
  expect(readProject(answer(two), 'gateway').declared).toBeUndefined();
});

describe('a project that compose does not list', () => {
  const rows = answer(two).list?.lines ?? [];
  test.each([
    ['old', [], undefined],
    ['none', [], 'neither docker compose nor docker-compose is installed there'],
    [
      'broken',
      ['yaml: line 3: did not find', 'expected key'],
      /can't read the project: yaml: line 3: did not find expected key$/,
    ],
  ])('because its compose is %s', (form, said, problem) => {
    const read = readProject(answer([], { said: section(said), list: section(rows, form, '0') }), 'gateway');
    expect(read.state).toBe('running');
    if (problem === undefined) expect(read.problem).toBeUndefined();
    else expect(read.problem).toMatch(problem);
  });
});

describe('unknown', () => {
  test.each([
    ['sudo: a password is required', true],
    ['permission denied while trying to connect to the docker API', true],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock.', false],
  ])('docker said: %s', (words, isDenied) => {
    const read = readProject(answer([], { said: section([words]), list: undefined }), 'gateway');
    expect(read).toMatchObject({ state: 'unknown', detail: words, isDenied });
  });

  test('docker said nothing, nothing sensible, or failed', () => {
    const nothing = { said: undefined, list: undefined };
    expect(readProject(answer([], nothing), 'x')).toMatchObject({
      state: 'unknown',
      detail: 'docker did not answer',
    });
    for (const list of [section(['<html>'], 'compose', '0'), section([], 'docker', '1')])
      expect(readProject(answer([], { list }), 'x').state).toBe('unknown');
  });
});
