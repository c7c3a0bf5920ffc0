import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { runChange } from '../../../src/lib/change/run-change.js';
import type { RestartInput } from '../../../src/lib/hosts/services/plan-restart.js';
import { restartCapability } from '../../../src/lib/hosts/services/restart-capability.js';
import type { NamedService } from '../../../src/lib/hosts/services/service-state.js';
import type { SshSession } from '../../../src/lib/ssh/ssh.js';
import type { Output } from '../../../src/lib/terminal/terminal.js';
import { listenOnFreePort } from '../../lab/ports.js';
import { noBytes } from '../../unit/terminal/no-bytes.js';
import {
  composed,
  projectFolder,
  projectIn,
  type ServicesHost,
  servicesHost,
  unit,
} from './services-host.js';

let lab: ServicesHost;
let well: string;
const server = createServer((_, response) => void response.end('ok'));

beforeAll(async () => {
  well = `http://127.0.0.1:${await listenOnFreePort(server)}/`;
  lab = await servicesHost();
});
afterAll(async () => {
  server.close();
  await lab.stop();
});

interface Given {
  readonly input?: Partial<RestartInput>;
  readonly session?: Pick<SshSession, 'exec'>;
  readonly confirm?: string;
  readonly dryRun?: boolean;
}

/** `exops host restart` as the engine runs it, answered by flags. */
async function restart(services: readonly NamedService[], given: Given = {}) {
  const state = await mkdtemp(join(tmpdir(), 'exops-journal-'));
  onTestFinished(() => rm(state, { recursive: true, force: true }));
  const out: string[] = [];
  const err: string[] = [];
  const clock = { now: Date.now, sleep: (ms: number) => sleep(ms) };
  const capability = restartCapability(
    { session: given.session ?? lab.session, clock, patienceMs: 10_000 },
    { action: 'restart', host: 'dev', services, brokers: undefined, ...given.input },
  );
  const exitCode = await runChange({
    capability,
    context: {
      terminal: {
        out: output(out),
        err: output(err),
        canAsk: false,
        isCi: true,
        ask: () => Promise.reject(new Error('Nobody is there.')),
        bytes: noBytes,
        readInput: () => Promise.resolve(new Uint8Array()),
      },
      clock,
      env: { EXOPS_STATE_DIR: state },
      cwd: '/',
      home: '/',
      user: 'kim',
      self: { pid: 1, host: 'laptop', uid: undefined, isRunning: () => true },
      signal: new AbortController().signal,
    },
    progress: { during: (_, work) => work(() => {}) },
    options: {
      dryRun: given.dryRun ?? false,
      check: false,
      yes: given.confirm === undefined,
      confirm: given.confirm,
      output: 'table',
    },
    command: 'host restart',
    target: { environment: 'dev', host: 'dev' },
    place: 'dev',
    isProtected: false,
    observing: 'Reading services',
  });
  return { exitCode, out: out.join(''), err: err.join('') };
}

function output(chunks: string[]): Output {
  return {
    isTerminal: false,
    columns: Number.POSITIVE_INFINITY,
    colorLevel: 0,
    line: (text = '') => chunks.push(`${text}\n`),
    write: (text) => chunks.push(text),
  };
}

const restarts = async (tool: string) =>
  (await lab.tools.recorded(tool)).filter(({ argv }) => argv.includes('restart'));

describe('a unit', () => {
  test('is restarted through sudo, and runs', async () => {
    await lab.tools.setState({ units: { 'gateway.service': {} }, sudo: 'allows' });
    const before = (await restarts('sudo')).length;
    const run = await restart([unit('gateway', well)]);
    expect(run).toMatchObject({ exitCode: 0, err: expect.stringMatching(/^✓ 1 restarted, verified in /) });
    expect(run.out).toMatch(/↻ gateway {2}restart\n {6}unit {2}gateway {2}running for /);
    expect((await restarts('sudo')).slice(before).map(({ argv }) => argv)).toEqual([
      ['-n', 'systemctl', 'restart', 'gateway'],
    ]);
  });

  test('without a health check is watched for some seconds', async () => {
    await lab.tools.setState({ units: { 'gateway.service': {} }, sudo: 'allows' });
    expect((await restart([unit('gateway')])).exitCode).toBe(0);
  });

  test('that fails at its start makes the run partly applied, with the end of its log', async () => {
    await lab.tools.setState({
      units: {
        'gateway.service': {},
        'worker.service': {
          journal: 'Starting\n\u001b[31mno route to host\u001b[0m\n',
          restart: {
            becomes: { ActiveState: 'failed', SubState: 'failed', Result: 'exit-code', ExecMainStatus: '1' },
          },
        },
      },
      sudo: 'allows',
    });
    const run = await restart([unit('worker'), unit('gateway', well)]);
    expect(run.exitCode).toBe(5);
    expect(run.err).toMatch(/worker: restarted, but it ended: failed \(failed\), result exit-code, status 1/);
    expect(run.err).toMatch(/Starting.+no route to host/s);
    expect(run.err).not.toContain('\u001b');
  });

  test('that systemd refuses to restart is as it was', async () => {
    const refused = 'Failed to restart gateway.service: Unit is masked.';
    await lab.tools.setState({ units: { 'gateway.service': { restart: { refused } } }, sudo: 'allows' });
    expect(await restart([unit('gateway')])).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining(refused),
    });
  });

  test('is not restarted where sudo asks for a password: exit 4', async () => {
    await lab.tools.setState({ units: { 'gateway.service': {} }, sudo: 'asks' });
    expect(await restart([unit('gateway')])).toMatchObject({
      exitCode: 4,
      err: expect.stringContaining('gateway: sudo: a password is required'),
    });
  });

  test('that is not there is refused before anything is done', async () => {
    await lab.tools.setState({ units: { 'gateway.service': {} }, sudo: 'allows' });
    const before = (await restarts('systemctl')).length;
    const run = await restart([unit('nothing')]);
    expect(run).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('there is no unit "nothing" on dev'),
    });
    expect(await restarts('systemctl')).toHaveLength(before);
  });

  test('that is a broker needs its name', async () => {
    await lab.tools.setState({ units: { 'kafka.service': {} }, sudo: 'allows' });
    await expect(restart([unit('kafka', well)])).rejects.toThrow('--yes is not enough');
    expect((await restart([unit('kafka', well)], { confirm: 'kafka' })).exitCode).toBe(0);
  });

  test('is left alone by a dry run', async () => {
    await lab.tools.setState({ units: { 'gateway.service': {} }, sudo: 'allows' });
    const before = (await restarts('systemctl')).length;
    expect((await restart([unit('gateway')], { dryRun: true })).exitCode).toBe(0);
    expect(await restarts('systemctl')).toHaveLength(before);
  });
});

describe('a compose service', () => {
  test.each(['up', 'denied'] as const)('is restarted in its folder, with docker %s', async (docker) => {
    const folder = await projectFolder();
    await lab.tools.setState({ ...projectIn(folder), docker });
    const before = (await restarts('docker')).length;
    expect(await restart([composed(folder, 'gateway')])).toMatchObject({ exitCode: 0 });
    expect((await restarts('docker')).slice(before)).toMatchObject([
      { argv: ['compose', 'restart', 'gateway'], workingFolder: folder },
    ]);
  });

  test('that has no container is refused', async () => {
    const folder = await projectFolder();
    await lab.tools.setState(projectIn(folder));
    expect(await restart([composed(folder, 'other')])).toMatchObject({
      exitCode: 1,
      out: expect.stringContaining('there is no container. Create one: exops host redeploy other'),
    });
  });
});

test('a connection that is lost while a unit restarts leaves it uncertain', async () => {
  const slow = await servicesHost({
    systemctl: `case $1 in
      restart) : >"$HOME/begun"; sleep 60 ;;
      show) printf '%s\\n' LoadState=loaded ActiveState=active SubState=running MainPID=7 ;;
    esac`,
  });
  onTestFinished(() => slow.stop());
  const session: Pick<SshSession, 'exec'> = {
    async exec(command) {
      const remote = await slow.session.exec(command);
      if (command.includes('restart')) setTimeout(() => void slow.host.pause().then(slow.host.kill), 200);
      return remote;
    },
  };
  const run = await restart([unit('gateway'), unit('worker')], { session });
  expect(run.exitCode).toBe(5);
  expect(run.err).toMatch(/\? gateway: .+\n✗ 1 uncertain, 1 not tried, not verified/);
});
