import type { Readable, Transform, Writable } from 'node:stream';
import { abortable } from '../../abortable.js';
import { ExopsError, InterruptedError } from '../../errors.js';
import { pour } from '../../ssh/forward-streams.js';
import type { RemoteExit, RemoteProcess, SshSession, TerminalSize } from '../../ssh/ssh.js';
import { type Delivery, deliver } from './deliver.js';
import type { KillSignal } from './kill-remote.js';

export interface RemoteTerminal {
  /** $TERM. */
  readonly term: string;
  size(): TerminalSize;
  /** Calls back whenever it got another size, until the returned function is called. */
  onResize(listener: () => void): () => void;
}

export interface RemoteIo {
  readonly stdin: Readable | 'none';
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Runs it on a terminal; putting the local one into raw mode and back is up to the caller. */
  readonly terminal?: RemoteTerminal | undefined;
}

export interface RemoteRun {
  readonly session: Pick<SshSession, 'exec'>;
  /** How it is called in messages: `rpk on kafka (i-0123456789abcdef0)`. */
  readonly name: string;
  /** One string for the login shell. */
  readonly command: string;
  readonly io: RemoteIo;
  /** Ends it, as a Ctrl-C would; the second signal of InterruptedError is TERM. */
  readonly signal: AbortSignal;
  /** Signals what runs on the host, and says how many processes that were; SSH's own signal when left out. */
  readonly kill?: (signal: KillSignal) => Promise<number | undefined>;
  /** Takes our own lines out of the stream that they come in: stdout on a terminal, else stderr. */
  readonly filter?: Transform;
  /** Milliseconds after which the next, harder signal follows. */
  readonly patience?: Readonly<Record<KillSignal, number>>;
}

const usualPatience: Readonly<Record<KillSignal, number>> = { INT: 5_000, TERM: 5_000, KILL: 3_000 };
const retryMs = 300;

/**
 * Runs a command on a host with these streams, byte for byte in both directions. When the reader of stdout is gone,
 * as with `| head`, or on abort, the command is ended on the host, and this waits until it is.
 * @returns how it ended; SIGPIPE when our reader was gone
 * @throws SshConnectionLostError; ExopsError when it doesn't end
 */
export async function runRemote(run: RemoteRun): Promise<RemoteExit> {
  const { session, command, io, signal, filter } = run;
  signal.throwIfAborted();
  const { terminal } = io;
  const options = terminal === undefined ? {} : { pty: { term: terminal.term, ...terminal.size() } };
  const remote = await startedOn(session.exec(command, options), signal);
  const stdout = deliver(remote.stdio, io.stdout, terminal === undefined ? undefined : filter);
  const stderr = deliver(remote.stderr, io.stderr, terminal === undefined ? filter : undefined);
  const outputs = [stdout, stderr];
  const stopResizing = terminal?.onResize(() => remote.resize(terminal.size()));
  const stopInput = feed(io.stdin, remote);
  const aborted = whenAborted(signal);
  try {
    const first = await Promise.race([remote.exit, stdout.broken, aborted.promise]);
    if (typeof first === 'object') {
      await Promise.all(outputs.map(({ done }) => done));
      return first;
    }
    stopInput();
    const exit = await endRemote(run, remote, firstSignal(first, signal), outputs);
    await handOver(outputs, patienceOf(run).KILL);
    return first === 'broken' ? { code: undefined, signal: 'SIGPIPE' } : exit;
  } finally {
    aborted.forget();
    stopInput();
    stopResizing?.();
  }
}

function patienceOf({ patience = usualPatience }: RemoteRun): Readonly<Record<KillSignal, number>> {
  return patience;
}

/** A dead network doesn't answer, and Ctrl-C must be heard all the same. */
async function startedOn(starting: Promise<RemoteProcess>, signal: AbortSignal): Promise<RemoteProcess> {
  try {
    return await abortable(starting, signal);
  } catch (error) {
    starting.then(
      ({ stdio }) => stdio.destroy(),
      () => undefined,
    );
    throw error;
  }
}

function feed(stdin: Readable | 'none', { stdio }: RemoteProcess): () => void {
  stdio.on('error', () => undefined);
  if (stdin !== 'none') return pour(stdin, stdio);
  stdio.end();
  return () => undefined;
}

function whenAborted(signal: AbortSignal): { promise: Promise<'aborted'>; forget: () => void } {
  let forget = () => {};
  const promise = new Promise<'aborted'>((resolve) => {
    const onAbort = () => resolve('aborted');
    forget = () => signal.removeEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  return { promise, forget };
}

function firstSignal(cause: 'broken' | 'aborted', { reason }: AbortSignal): KillSignal {
  const isCtrlC = cause === 'aborted' && reason instanceof InterruptedError && reason.signal === 'SIGINT';
  return isCtrlC ? 'INT' : 'TERM';
}

/** One signal after the other, each harder than the one before, until the command has ended. */
async function endRemote(
  run: RemoteRun,
  remote: RemoteProcess,
  first: KillSignal,
  outputs: readonly Delivery[],
): Promise<RemoteExit> {
  const ladder: readonly KillSignal[] = first === 'INT' ? ['INT', 'TERM', 'KILL'] : ['TERM', 'KILL'];
  for (const step of ladder) {
    // Output that nobody takes any more would hold up the end.
    if (step === 'KILL') for (const output of outputs) output.drop();
    const exit = await sendAndWait(run, remote, step);
    if (exit !== undefined) return exit;
  }
  remote.stdio.destroy();
  throw new ExopsError(`${run.name} didn't end, and may still be running.`, {
    hint: 'It was sent SIGKILL. The container engine of the host, or its sudo, may not let us stop it.',
  });
}

async function sendAndWait(
  run: RemoteRun,
  remote: RemoteProcess,
  signal: KillSignal,
): Promise<RemoteExit | undefined> {
  const over = new AbortController();
  void send(run.kill, remote, signal, over.signal);
  const late = whenAborted(AbortSignal.timeout(patienceOf(run)[signal]));
  try {
    const first = await Promise.race([remote.exit, late.promise]);
    return first === 'aborted' ? undefined : first;
  } finally {
    over.abort();
    late.forget();
  }
}

/** What is left when the command has ended; the reader may have been interrupted, too. */
async function handOver(outputs: readonly Delivery[], ms: number): Promise<void> {
  const late = whenAborted(AbortSignal.timeout(ms));
  await Promise.race([Promise.all(outputs.map(({ done }) => done)), late.promise]);
  late.forget();
  for (const output of outputs) output.drop();
}

/** A command that is only just starting has no process yet. */
async function send(
  kill: RemoteRun['kill'],
  remote: RemoteProcess,
  signal: KillSignal,
  over: AbortSignal,
): Promise<void> {
  for (;;) {
    const count = await kill?.(signal).catch(() => undefined);
    if (over.aborted || (count ?? 0) > 0) return;
    if (count === undefined) {
      remote.signal(signal);
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
    if (over.aborted) return;
  }
}
