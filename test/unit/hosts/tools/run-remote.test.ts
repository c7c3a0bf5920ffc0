import { randomBytes } from 'node:crypto';
import { Duplex, PassThrough, Readable, Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { InterruptedError } from '../../../../src/lib/errors.js';
import { type RemoteRun, runRemote } from '../../../../src/lib/hosts/tools/run-remote.js';
import { SshConnectionLostError } from '../../../../src/lib/ssh/errors.js';
import type { ExecOptions, RemoteExit, RemoteProcess, TerminalSize } from '../../../../src/lib/ssh/ssh.js';
import { gathered } from './tool-host.js';

const never = new AbortController().signal;

/** A remote command whose every move a test makes. */
function remoteCommand() {
  const stdin = new PassThrough({ highWaterMark: 16 });
  const stdout = new PassThrough({ highWaterMark: 16 });
  const stderr = new PassThrough();
  const signals: string[] = [];
  const sizes: TerminalSize[] = [];
  const started: { command?: string; options?: ExecOptions | undefined } = {};
  let exit = (_: RemoteExit) => {};
  let lose = (_: Error) => {};
  const ended = new Promise<RemoteExit>((resolve, reject) => {
    exit = resolve;
    lose = reject;
  });
  ended.catch(() => {});
  const process: RemoteProcess = {
    stdio: Duplex.from({ writable: stdin, readable: stdout }),
    stderr,
    exit: ended,
    resize: (size) => void sizes.push(size),
    signal: (name) => void signals.push(name),
  };
  const session = {
    exec: async (command: string, options?: ExecOptions) => {
      Object.assign(started, { command, options });
      return process;
    },
  };
  const end = (status: Partial<RemoteExit>) => {
    stdout.end();
    stderr.end();
    stdout.once('end', () => exit({ code: undefined, signal: undefined, ...status }));
  };
  return { session, stdin, stdout, stderr, signals, sizes, started, end, lose };
}

type Remote = ReturnType<typeof remoteCommand>;

function start(remote: Remote, changes: Partial<RemoteRun> = {}) {
  const out = gathered();
  const err = gathered();
  const io = { stdin: 'none' as const, stdout: out.stream, stderr: err.stream };
  const ended = runRemote({
    ...{ session: remote.session, name: 'rpk on kafka', command: 'rpk', io, signal: never },
    ...changes,
  });
  ended.catch(() => {});
  return { ended, out: () => out.bytes().toString(), err: () => err.bytes().toString() };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 20));
const patience = { INT: 30, TERM: 30, KILL: 30 };

describe('runRemote', () => {
  test('hands both outputs over and returns the exit', async () => {
    const remote = remoteCommand();
    const run = start(remote);
    remote.stdout.write('out');
    remote.stderr.write('err');
    remote.end({ code: 3 });
    expect(await run.ended).toEqual({ code: 3, signal: undefined });
    expect([run.out(), run.err()]).toEqual(['out', 'err']);
    expect(remote.started).toEqual({ command: 'rpk', options: {} });
  });

  test('hands input over, and its end', async () => {
    const remote = remoteCommand();
    const bytes = randomBytes(100_000);
    const out = gathered();
    const io = {
      stdin: Readable.from([bytes.subarray(0, 70_000), bytes.subarray(70_000)]),
      stdout: out.stream,
      stderr: new PassThrough(),
    };
    const run = start(remote, { io });
    const chunks = await remote.stdin.toArray();
    expect(Buffer.concat(chunks).equals(bytes)).toBe(true);
    remote.end({ code: 0 });
    await run.ended;
  });

  test('ends the input at once where there is none', async () => {
    const remote = remoteCommand();
    const run = start(remote);
    expect(await remote.stdin.toArray()).toEqual([]);
    remote.end({ code: 0 });
    await run.ended;
  });

  test('reads no more input than the other side takes, and leaves the rest', async () => {
    const remote = remoteCommand();
    const input = new PassThrough();
    const run = start(remote, {
      io: { stdin: input, stdout: new PassThrough().resume(), stderr: new PassThrough() },
    });
    for (let index = 0; index < 100; index++) input.write(Buffer.alloc(1_000));
    await soon();
    expect(input.readableLength + input.writableLength).toBeGreaterThan(50_000);
    remote.end({ code: 0 });
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(input.readableFlowing).toBe(false);
    expect(input.listenerCount('data')).toBe(0);
  });

  test('takes no more output than our reader does', async () => {
    const remote = remoteCommand();
    const slow = new Writable({ highWaterMark: 1, write: () => {} });
    start(remote, { io: { stdin: 'none', stdout: slow, stderr: new PassThrough() } });
    for (let index = 0; index < 100; index++) remote.stdout.write(Buffer.alloc(1_000));
    await soon();
    expect(remote.stdout.writableLength + remote.stdout.readableLength).toBeGreaterThan(50_000);
  });

  test('returns when our streams have taken everything, and leaves them open', async () => {
    const remote = remoteCommand();
    let taken = '';
    const slow = new Writable({
      write(chunk, _encoding, done) {
        setTimeout(() => {
          taken += chunk;
          done();
        }, 20);
      },
    });
    const run = start(remote, { io: { stdin: 'none', stdout: slow, stderr: slow } });
    remote.stdout.write('a');
    remote.stderr.write('b');
    remote.end({ code: 0 });
    await run.ended;
    expect([...taken].sort().join('')).toBe('ab');
    expect(slow.writable).toBe(true);
    expect(slow.listenerCount('error')).toBe(0);
  });

  test('runs on a terminal of our size', async () => {
    const remote = remoteCommand();
    let size = { columns: 80, rows: 24 };
    let resized = () => {};
    const terminal = {
      term: 'xterm',
      size: () => size,
      onResize(listener: () => void) {
        resized = listener;
        return () => {
          resized = () => {};
        };
      },
    };
    const run = start(remote, {
      io: { stdin: 'none', stdout: new PassThrough().resume(), stderr: new PassThrough(), terminal },
    });
    await soon();
    expect(remote.started.options).toEqual({ pty: { term: 'xterm', columns: 80, rows: 24 } });
    size = { columns: 100, rows: 30 };
    resized();
    remote.end({ code: 0 });
    await run.ended;
    resized();
    expect(remote.sizes).toEqual([{ columns: 100, rows: 30 }]);
  });

  test('fails when the connection is lost', async () => {
    const remote = remoteCommand();
    const run = start(remote);
    const error = new SshConnectionLostError('The connection to kafka was lost.');
    remote.lose(error);
    await expect(run.ended).rejects.toBe(error);
  });

  test('starts nothing when it was interrupted before', async () => {
    const remote = remoteCommand();
    const error = new InterruptedError('SIGINT');
    await expect(start(remote, { signal: AbortSignal.abort(error) }).ended).rejects.toBe(error);
    expect(remote.started).toEqual({});
  });
});

describe('runRemote, when our reader is gone,', () => {
  const gone = () =>
    new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    });

  test('terminates the command and says SIGPIPE', async () => {
    const remote = remoteCommand();
    const run = start(remote, { io: { stdin: 'none', stdout: gone(), stderr: new PassThrough() } });
    remote.stdout.write('out');
    await expect.poll(() => remote.signals).toEqual(['TERM']);
    remote.end({ signal: 'SIGTERM' });
    expect(await run.ended).toEqual({ code: undefined, signal: 'SIGPIPE' });
  });

  test('does nothing as long as there is nothing to read', async () => {
    const remote = remoteCommand();
    const run = start(remote, { io: { stdin: 'none', stdout: gone(), stderr: new PassThrough() } });
    remote.end({ code: 0 });
    expect(await run.ended).toMatchObject({ code: 0 });
  });

  test('goes on when it is only the reader of errors', async () => {
    const remote = remoteCommand();
    const out = gathered();
    const run = start(remote, { io: { stdin: 'none', stdout: out.stream, stderr: gone() } });
    remote.stderr.write('err');
    await soon();
    remote.stdout.write('out');
    remote.end({ code: 0 });
    expect(await run.ended).toMatchObject({ code: 0 });
    expect(out.bytes().toString()).toBe('out');
  });
});

describe('runRemote, interrupted,', () => {
  function interrupt(
    remote: Remote,
    changes: Partial<RemoteRun> = {},
    signal: 'SIGINT' | 'SIGTERM' = 'SIGINT',
  ) {
    const controller = new AbortController();
    const run = start(remote, { signal: controller.signal, patience, ...changes });
    setTimeout(() => controller.abort(new InterruptedError(signal)), 5);
    return run;
  }

  test('passes the Ctrl-C on and returns how the command ended', async () => {
    const remote = remoteCommand();
    const run = interrupt(remote, { patience: { INT: 2_000, TERM: 30, KILL: 30 } });
    await expect.poll(() => remote.signals).toEqual(['INT']);
    remote.stdout.write('Processed 3 messages');
    remote.end({ code: 130 });
    expect(await run.ended).toEqual({ code: 130, signal: undefined });
    expect(run.out()).toBe('Processed 3 messages');
    expect(remote.signals).toEqual(['INT']);
  });

  test('gets harder until it ends', async () => {
    const remote = remoteCommand();
    const run = interrupt(remote, { patience: { INT: 30, TERM: 30, KILL: 2_000 } });
    await expect.poll(() => remote.signals).toEqual(['INT', 'TERM', 'KILL']);
    remote.end({ signal: 'SIGKILL' });
    expect(await run.ended).toEqual({ code: undefined, signal: 'SIGKILL' });
  });

  test('begins with TERM when that is what we got', async () => {
    const remote = remoteCommand();
    const run = interrupt(remote, {}, 'SIGTERM');
    await expect.poll(() => remote.signals).toContain('TERM');
    remote.end({ code: 143 });
    await run.ended;
    expect(remote.signals[0]).toBe('TERM');
  });

  test("says so when it doesn't end, and gives it up", async () => {
    const remote = remoteCommand();
    const run = interrupt(remote);
    await expect(run.ended).rejects.toThrow("rpk on kafka didn't end, and may still be running.");
    expect(remote.signals).toEqual(['INT', 'TERM', 'KILL']);
  });

  test('is not held up by output that nobody takes', async () => {
    const remote = remoteCommand();
    const stuck = new Writable({ highWaterMark: 1, write: () => {} });
    const run = interrupt(remote, {
      io: { stdin: 'none', stdout: stuck, stderr: new PassThrough() },
      patience: { INT: 30, TERM: 30, KILL: 2_000 },
    });
    remote.stdout.write(Buffer.alloc(10_000));
    remote.stdout.write(Buffer.alloc(10_000));
    await soon();
    remote.end({ code: 130 });
    expect(await run.ended).toMatchObject({ code: 130 });
  });

  test('uses its own way to signal, and tries again where there was nobody yet', async () => {
    const remote = remoteCommand();
    const sent: string[] = [];
    const kill = async (signal: string) => {
      sent.push(signal);
      return sent.length - 1;
    };
    const run = interrupt(remote, { kill, patience: { INT: 2_000, TERM: 30, KILL: 30 } });
    await expect.poll(() => sent).toEqual(['INT', 'INT']);
    remote.end({ code: 130 });
    await run.ended;
    expect(sent).toEqual(['INT', 'INT']);
    expect(remote.signals).toEqual([]);
  });

  test.each([
    ['fails', () => Promise.reject(new Error('no channel'))],
    ['knows nothing', () => Promise.resolve(undefined)],
  ])("uses SSH's when its own %s", async (_, kill) => {
    const remote = remoteCommand();
    const run = interrupt(remote, { kill, patience: { INT: 2_000, TERM: 30, KILL: 30 } });
    await expect.poll(() => remote.signals).toEqual(['INT']);
    remote.end({ code: 130 });
    await run.ended;
  });

  test('hears of a connection that is lost meanwhile', async () => {
    const remote = remoteCommand();
    const run = interrupt(remote, { patience: { INT: 2_000, TERM: 30, KILL: 30 } });
    await expect.poll(() => remote.signals).toEqual(['INT']);
    remote.lose(new SshConnectionLostError('The connection to kafka was lost.'));
    await expect(run.ended).rejects.toThrow('The connection to kafka was lost.');
  });
});
