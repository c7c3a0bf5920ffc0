import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test } from 'vitest';
import { dialSsm } from '../../../src/lib/hosts/route/ssm-plugin.js';
import { pluginVersion } from '../../../src/lib/hosts/route/ssm-plugin-version.js';
import { freePort } from '../../lab/ports.js';
import {
  labSession,
  labToken,
  type PluginRun,
  pluginEnv,
  pluginRuns,
  type SessionFaults,
} from '../../lab/ssm-plugin/plugin.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';
import {
  endOf,
  greeting,
  greetingServer,
  never,
  readBytes,
  settledLength,
  target,
  thereAndBack,
  told,
  until,
} from './route-streams.js';

/** Dials a port of this machine with the stand-in for the plugin. */
async function dialled(
  port: number,
  {
    faults = {},
    timeoutMs = 20_000,
    signal = never(),
  }: { faults?: SessionFaults; timeoutMs?: number; signal?: AbortSignal } = {},
) {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const log = join(folder.path, 'log');
  const asked: unknown[] = [];
  const ssm = {
    async startSshSession(...given: readonly unknown[]) {
      asked.push(given.slice(0, 2));
      return labSession(port, faults);
    },
  };
  const deps = { aws: { region: 'ap-northeast-2', ssm }, env: pluginEnv({ log }), profile: 'exchange-dev' };
  const outcome = dialSsm({ ...target, timeoutMs }, deps, signal);
  outcome.catch(() => undefined);
  return { outcome, asked, runs: () => pluginRuns(log) };
}

/** Whether the plugin of this run, if it got that far, has ended. */
function hasEnded(run: PluginRun | undefined): boolean {
  try {
    return run === undefined || !process.kill(run.pid, 0);
  } catch {
    return true;
  }
}

const hint = [
  'Check that sshd listens on port 22 there, and that the SSM agent is 2.3.672.0 or newer.',
  'It needs a way to the services ssm and ssmmessages of the region.',
].join('\n');

describe('a session of Systems Manager', () => {
  test('carries bytes both ways, and ends when the other side ends', async () => {
    const server = await greetingServer();
    const { outcome, asked, runs } = await dialled(server.port, {
      faults: { message: 'Authorised use only.' },
    });
    const stream = await outcome;
    expect(String(await readBytes(stream, greeting.length))).toBe(greeting);
    const { sent, received } = await thereAndBack(stream, 5 * 1024 * 1024);
    expect(received).toBe(sent);
    expect(asked).toEqual([[target.instanceId, 22]]);
    server.end('orderly');
    expect(await text(stream)).toBe('');
    const [run] = await runs();
    await until(() => hasEnded(run));
  });

  test('holds back a server that sends more than is read', async () => {
    const flood = 16 * 1024 * 1024;
    const server = await greetingServer(flood);
    const { outcome } = await dialled(server.port);
    const stream = await outcome;
    await readBytes(stream, greeting.length + 1024 * 1024);
    expect(await settledLength(stream)).toBeLessThan(1024 * 1024);
    const rest = flood - 1024 * 1024;
    expect((await readBytes(stream, rest)).length).toBe(rest);
    stream.destroy();
  });

  test('has nothing secret on the command line', async () => {
    const server = await greetingServer();
    const { outcome, runs } = await dialled(server.port);
    const stream = await outcome;
    const [run] = await runs();
    const { request, endpoint } = labSession(server.port);
    expect(run?.argv).toEqual([
      'AWS_SSM_START_SESSION_RESPONSE',
      'ap-northeast-2',
      'StartSession',
      'exchange-dev',
      request,
      endpoint,
    ]);
    expect(JSON.stringify(run)).not.toContain(labToken);
    stream.destroy();
  });

  test.each(['end', 'destroy'] as const)('is over, and so is the plugin, on %s', async (how) => {
    const server = await greetingServer();
    const { outcome, runs } = await dialled(server.port);
    const stream = await outcome;
    const [run] = await runs();
    expect(hasEnded(run)).toBe(false);
    stream[how]();
    await until(() => server.open() === 0 && hasEnded(run));
    stream.resume();
    await until(() => stream.destroyed);
    expect(stream.errored).toBeNull();
  });
});

describe('a session that fails', () => {
  test.each<[string, SessionFaults, string]>([
    ['can’t be started', { refuse: 'EOF' }, 'Cannot perform start session: EOF.'],
    ['ends with the plugin', { crash: 'panic: \u001b[31mout of memory' }, 'panic: \\x1b[31mout of memory.'],
  ])('%s', async (_, faults, why) => {
    const { outcome } = await dialled(1, { faults });
    await expect(outcome).rejects.toMatchObject({
      message: `Can't reach SSH on ${target.name} through AWS Systems Manager: ${why}`,
      hint,
    });
  });

  test('finds no SSH on the instance', async () => {
    const { outcome } = await dialled(await freePort());
    await expect(outcome).rejects.toThrow(
      `Can't reach SSH on ${target.name} through AWS Systems Manager: Connection to destination port failed, ECONNREFUSED.`,
    );
  });

  test('is ended by AWS, which says why', async () => {
    const server = await greetingServer();
    const faults = { farewell: 'Your session timed out due to inactivity.' };
    const { outcome } = await dialled(server.port, { faults });
    const stream = await outcome;
    await readBytes(stream, greeting.length);
    const bytes: Buffer[] = [];
    stream.on('data', (chunk) => bytes.push(chunk));
    stream.write('x');
    expect(await endOf(stream)).toMatchObject({
      message: 'AWS Systems Manager ended the session: Your session timed out due to inactivity.',
    });
    expect(['', 'x']).toContain(String(Buffer.concat(bytes)));
  });

  test('ends with the plugin, which was killed', async () => {
    const server = await greetingServer();
    const { outcome, runs } = await dialled(server.port);
    const stream = await outcome;
    await readBytes(stream, greeting.length);
    const [run] = await runs();
    process.kill(run?.pid ?? 0, 'SIGKILL');
    expect(await endOf(stream)).toMatchObject({ message: 'The session-manager-plugin was killed.' });
  });

  test('keeps us waiting', async () => {
    const { outcome, runs } = await dialled(1, { faults: { silent: '' }, timeoutMs: 1_500 });
    await expect(outcome).rejects.toMatchObject({
      message: `Can't reach SSH on ${target.name} through AWS Systems Manager: no answer in 1.5 s.`,
      hint,
    });
    const [run] = await runs();
    await until(() => hasEnded(run));
  });

  test('is given up when the signal is aborted, even when the plugin doesn’t hear', async () => {
    const stop = new AbortController();
    const { outcome, runs } = await dialled(1, { faults: { silent: '', stubborn: '' }, signal: stop.signal });
    await until(async () => (await runs()).length === 1);
    stop.abort(told);
    await expect(outcome).rejects.toBe(told);
    const [run] = await runs();
    await until(() => hasEnded(run));
  });
});

describe('the plugin', () => {
  test('tells its version', async () => {
    expect(await pluginVersion(pluginEnv({ version: '1.2.54.0' }), never())).toBe('1.2.54.0');
  });

  test('isn’t there', async () => {
    expect(await pluginVersion({ PATH: '/nowhere' }, never())).toBeUndefined();
    const deps = {
      aws: { region: 'r', ssm: { startSshSession: async () => labSession(1) } },
      env: { PATH: '/nowhere' },
      profile: undefined,
    };
    await expect(dialSsm(target, deps, never())).rejects.toThrow(
      /^The session-manager-plugin can't be started: /,
    );
  });

  test('is interrupted', async () => {
    await expect(pluginVersion(pluginEnv(), AbortSignal.abort(told))).rejects.toBe(told);
  });
});
