import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logsCommand } from '../../../src/lib/hosts/services/logs.js';
import { observeServices } from '../../../src/lib/hosts/services/observe.js';
import { outputOf } from '../../../src/lib/hosts/services/remote-output.js';
import {
  composed,
  projectFolder,
  projectIn,
  type ServicesHost,
  servicesHost,
  unit,
} from './services-host.js';

let lab: ServicesHost;

beforeAll(async () => {
  lab = await servicesHost();
});
afterAll(() => lab.stop());

describe('the services of a host', () => {
  test('are read in one command', async () => {
    const folder = await projectFolder();
    await lab.tools.setState({
      ...projectIn(folder),
      units: {
        'kafka.service': { properties: { NRestarts: '2' } },
        'gateway.service': { properties: { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code' } },
      },
    });
    const sent: string[] = [];
    const session = {
      exec: (command: string) => {
        sent.push(command);
        return lab.session.exec(command);
      },
    };
    const services = [
      unit('kafka'),
      unit('gateway'),
      unit('nothing'),
      composed(folder, 'gateway'),
      composed(folder),
    ];
    const { services: states } = await observeServices(session, services);
    expect(sent).toHaveLength(1);
    expect(states).toMatchObject([
      { name: 'kafka', state: 'running', restarts: 2, sinceMs: Date.UTC(2026, 10, 20, 19, 5, 11) },
      { name: 'gateway', state: 'failed', detail: 'failed (failed), result exit-code' },
      { name: 'nothing', state: 'missing' },
      {
        name: 'gateway',
        state: 'running',
        health: 'ok',
        problem: undefined,
        containers: [{ name: 'app-gateway-1' }],
      },
      { name: 'app', state: 'running', detail: '2 of 2 containers running' },
    ]);
  });

  test('are the same from an older compose', async () => {
    const folder = await projectFolder();
    await lab.tools.setState({ ...projectIn(folder), composeJson: 'array' });
    const { services } = await observeServices(lab.session, [composed(folder)]);
    expect(services).toMatchObject([{ state: 'running', detail: '2 of 2 containers running' }]);
  });

  test('are read through sudo where docker wants root', async () => {
    const folder = await projectFolder();
    await lab.tools.setState({ ...projectIn(folder), docker: 'denied' });
    const { services } = await observeServices(lab.session, [composed(folder, 'worker')]);
    expect(services).toMatchObject([{ state: 'running' }]);
  });

  test('are not known where sudo asks for a password', async () => {
    const folder = await projectFolder();
    await lab.tools.setState({ ...projectIn(folder), docker: 'denied', sudo: 'asks' });
    const { services } = await observeServices(lab.session, [composed(folder), unit('nothing')]);
    expect(services).toMatchObject([
      { state: 'unknown', isDenied: true, detail: 'sudo: a password is required' },
      { state: 'missing' },
    ]);
  });

  test('are not known without a docker engine', async () => {
    const folder = await projectFolder();
    await lab.tools.setState({ ...projectIn(folder), docker: 'down' });
    const { services } = await observeServices(lab.session, [composed(folder)]);
    expect(services).toMatchObject([{ state: 'unknown', detail: expect.stringContaining('Cannot connect') }]);
  });
});

describe('a name that holds a command', () => {
  // Not even checked first, as they would be: what reaches the host is one word all the same.
  const names = [
    '$(touch owned)',
    '`touch owned`',
    "x'; touch owned; '",
    'x\ntouch owned',
    '|| touch owned',
    '--help',
    '*',
  ];
  test.each(names)('%j is a word on the host', async (word) => {
    const before = (await lab.tools.recorded('systemctl')).length;
    await observeServices(lab.session, [
      unit(word, `http://127.0.0.1:1/${word}`),
      composed(`/${word}`, word),
    ]);
    await outputOf(
      lab.session,
      logsCommand(unit(word), { tail: 5, follow: false, since: undefined }),
      20_000,
    );
    await outputOf(
      lab.session,
      logsCommand(composed(`/${word}`, word), { tail: 5, follow: false, since: undefined }),
      20_000,
    );
    expect((await lab.tools.recorded('systemctl')).at(before)?.argv.at(-1)).toBe(word);
    expect(await readdir(lab.host.home)).not.toContain('owned');
  });
});

describe('logs', () => {
  const plain = { tail: 2, follow: false, since: undefined };

  test('of a unit, by a user who may not read the journal', async () => {
    await lab.tools.setState({ units: { 'kafka.service': { journal: 'a\nb\nc\n' } }, sudo: 'allows' });
    expect(await outputOf(lab.session, logsCommand(unit('kafka'), plain), 20_000)).toMatchObject({
      stdout: 'b\nc\n',
      code: 0,
    });
    expect((await lab.tools.recorded('journalctl')).at(-1)?.argv).toEqual([
      '-u',
      'kafka',
      '--no-pager',
      '-n',
      '2',
    ]);
  });

  test('of a compose service', async () => {
    const folder = await projectFolder();
    await lab.tools.setState(projectIn(folder));
    const output = await outputOf(lab.session, logsCommand(composed(folder, 'gateway'), plain), 20_000);
    expect(output).toMatchObject({ stdout: 'gateway-1  | two\ngateway-1  | three\n', code: 0 });
  });

  test('that are followed end with a signal', async () => {
    await lab.tools.setState({ units: { 'kafka.service': { journal: 'a\nb\nc\n' } }, sudo: 'allows' });
    const remote = await lab.session.exec(logsCommand(unit('kafka'), { ...plain, follow: true }));
    const [first] = await new Promise<Buffer[]>((resolve) => {
      remote.stdio.once('data', (chunk: Buffer) => resolve([chunk]));
    });
    expect(first?.toString()).toMatch(/^b/);
    remote.stdio.resume();
    remote.stderr.resume();
    remote.signal('TERM');
    expect(await remote.exit).not.toEqual({ code: 0, signal: undefined });
    await expect
      .poll(async () => (await lab.tools.recorded('journalctl')).at(-1)?.signals, { timeout: 20_000 })
      .toEqual(['TERM']);
  });
});
