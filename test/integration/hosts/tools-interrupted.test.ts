import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../src/lib/errors.js';
import { killRemote } from '../../../src/lib/hosts/tools/kill-remote.js';
import { newRunId } from '../../../src/lib/hosts/tools/remote-command.js';
import type { LocalHost } from '../../unit/hosts/services/local-host.js';
import { behindSshd, run, type ToolHostOptions, toolHost } from '../../unit/hosts/tools/tool-host.js';

/** Says where it runs, and takes note of the signals that it gets and of its end. */
const patient = (onSignal: string): string => `
note() { echo "$1" >>"$LAB/noted"; }
trap 'note INT; ${onSignal}' INT
trap 'note TERM; exit 143' TERM
echo $$ >"$LAB/pid"
echo ready
while :; do sleep 0.1; done`;

const deaf = `trap '' INT TERM
echo $$ >"$LAB/pid"
echo ready
while :; do sleep 0.1; done`;

const places: ReadonlyArray<readonly [string, (script: string) => ToolHostOptions]> = [
  ['on the host', (rpk) => ({ commands: { rpk } })],
  ['in a container', (rpk) => ({ docker: { redpanda: { image: 'redpanda', commands: { rpk } } } })],
];
const shells = ['dash', 'bash'] as const;
const cases = shells.flatMap((shell) => places.map(([place, options]) => ({ shell, place, options })));
const placesAlone = places.map(([place, options]) => ({ place, options }));

const patience = { INT: 300, TERM: 300, KILL: 5_000 };

async function noted(host: LocalHost): Promise<string> {
  return readFile(join(host.folder, 'noted'), 'utf8').catch(() => '');
}

/** Whether the tool itself is still there. */
async function isRunning(host: LocalHost): Promise<boolean> {
  const pid = Number(await readFile(join(host.folder, 'pid'), 'utf8'));
  try {
    const state = await readFile(`/proc/${pid}/stat`, 'utf8');
    return !/\) Z /.test(state);
  } catch {
    return false;
  }
}

/** A stream that calls back as soon as something is written to it. */
function noticing(onWrite: () => void): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      onWrite();
      done();
    },
  });
}

/** Runs it, and interrupts it when it is ready. */
function interrupted(host: LocalHost, signal: 'SIGINT' | 'SIGTERM', changes = {}) {
  const controller = new AbortController();
  const io = {
    stdin: 'none' as const,
    stdout: noticing(() => controller.abort(new InterruptedError(signal))),
    stderr: new PassThrough().resume(),
  };
  return run(host, 'rpk', [], { io, signal: controller.signal, ...changes });
}

describe.each(cases)('$place, with $shell as sh, a tool', ({ shell, options }) => {
  test('is interrupted as by a Ctrl-C, once, and its own status counts', async () => {
    const host = await toolHost({ shell, ...options(patient('exit 3')) });
    expect(await interrupted(host, 'SIGINT')).toMatchObject({ code: 3, signal: undefined });
    expect(await noted(host)).toBe('INT\n');
    expect(await isRunning(host)).toBe(false);
  });

  test('ends when the connection is lost', async () => {
    const host = await toolHost({ shell, ...options(patient('')) });
    const { host: far, lose } = behindSshd(host);
    const running = run(far, 'rpk', [], {
      io: { stdin: 'none', stdout: noticing(() => lose()), stderr: new PassThrough().resume() },
    });
    await running.catch(() => {});
    await expect.poll(() => isRunning(host), { timeout: 5_000 }).toBe(false);
    expect(await noted(host)).toBe('TERM\n');
  });

  test('leaves nothing behind', async () => {
    const host = await toolHost({ shell, ...options('echo $EXOPS_RUN') });
    const ran = await run(host, 'rpk', []);
    const [id = ''] = ran.out.toString().split(/[.\n]/);
    expect(id).toMatch(/^exops-[0-9a-f]{16}$/);
    await expect.poll(() => marked(id), { timeout: 5_000 }).toEqual([]);
  });
});

describe.each(placesAlone)('$place, a tool', ({ options }) => {
  test('is terminated when we are', async () => {
    const host = await toolHost(options(patient('')));
    expect(await interrupted(host, 'SIGTERM')).toMatchObject({ code: 143 });
    expect(await noted(host)).toBe('TERM\n');
  });

  test('is terminated when it goes on after a Ctrl-C', async () => {
    const host = await toolHost(options(patient('')));
    expect(await interrupted(host, 'SIGINT', { patience })).toMatchObject({ code: 143 });
    expect(await noted(host)).toBe('INT\nTERM\n');
  });

  test('is killed when it goes on after that', async () => {
    const host = await toolHost(options(deaf));
    const exit = await interrupted(host, 'SIGINT', { patience });
    expect(exit.code ?? exit.signal).toBe(exit.code === undefined ? 'SIGKILL' : 137);
    expect(await isRunning(host)).toBe(false);
  });

  test('is ended quietly when nobody reads it any more', async () => {
    const endless = `
trap 'echo TERM >>"$LAB/noted"; exit 1' TERM
echo $$ >"$LAB/pid"
while :; do echo line; sleep 0.05; done`;
    const host = await toolHost(options(endless));
    const broken = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });
    const ran = await run(host, 'rpk', [], {
      io: { stdin: 'none', stdout: broken, stderr: new PassThrough() },
    });
    expect(ran).toMatchObject({ code: undefined, signal: 'SIGPIPE' });
    expect(await noted(host)).toBe('TERM\n');
    expect(await isRunning(host)).toBe(false);
  });

  test('is left alone as long as the connection is there', async () => {
    const host = await toolHost(options('sleep 1.3; echo done'));
    const ran = await run(behindSshd(host).host, 'rpk', []);
    expect(ran.out.toString()).toBe('done\n');
    expect(ran.code).toBe(0);
  });
});

/** The processes of a run. */
function marked(id: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    execFile('sh', ['-c', `grep -ls "EXOPS_RUN=${id}" /proc/[0-9]*/environ; true`], (_error, stdout) =>
      resolve(stdout.split('\n').filter((line) => line !== '')),
    );
  });
}

test('what runs on in a container after its engine was ended is ended, too', async () => {
  const host = await toolHost({
    docker: { redpanda: { image: 'redpanda', commands: { rpk: patient('') } } },
  });
  const controller = new AbortController();
  const kill = () => host.session.exec('kill -9 $(cat "$LAB/docker.pid")');
  const stdout = noticing(() => {
    controller.abort(new InterruptedError('SIGTERM'));
    void kill();
  });
  await run(host, 'rpk', [], {
    io: { stdin: 'none', stdout, stderr: new PassThrough().resume() },
    signal: controller.signal,
  });
  expect(await isRunning(host)).toBe(false);
});

describe.each(shells)('with %s as sh, the processes of a run', (shell) => {
  test.each([
    ['with grep', []],
    ['without', ['grep']],
  ])('are found %s', async (_, missing) => {
    const host = await toolHost({ shell });
    for (const name of missing) await rm(join(host.folder, 'bin', name));
    const id = newRunId();
    const start = (mark: string) => host.session.exec(`exec env A=1 EXOPS_RUN=${mark} B=2 sleep 60`);
    const [mine, other] = await Promise.all([start(id), start(newRunId())]);
    const handle = { id, location: undefined };
    await expect.poll(() => killRemote(host.session, handle, 'TERM')).toBe(1);
    expect(await mine.exit).toEqual({ code: undefined, signal: 'SIGTERM' });
    await expect.poll(() => killRemote(host.session, handle, 'TERM')).toBe(0);
    other.signal('HUP');
    expect(await other.exit).toEqual({ code: undefined, signal: 'SIGHUP' });
  });
});
