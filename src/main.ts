import { homedir, hostname, userInfo } from 'node:os';
import { type Host, runCli } from './cli.js';
import type { CommonOptions } from './commands/start.js';
import type { Context } from './context.js';
import { exitCodes, InterruptedError } from './lib/errors.js';

declare const EXOPS_VERSION: string;

const interruption = new AbortController();

/** The first signal lets a command end what it has begun; the second doesn't wait. */
function onSignal(signal: 'SIGINT' | 'SIGTERM'): void {
  const error = new InterruptedError(signal);
  if (interruption.signal.aborted) process.exit(error.exitCode);
  interruption.abort(error);
}

async function context(options: CommonOptions): Promise<Context> {
  const { processTerminal } = await import('./lib/terminal/process-terminal.js');
  return {
    terminal: processTerminal(options),
    clock: { now: Date.now, sleep },
    env: process.env,
    cwd: workingFolder(),
    home: homedir(),
    user: userName(),
    self: { pid: process.pid, host: hostname(), uid: process.getuid?.(), isRunning },
    signal: interruption.signal,
  };
}

/** The folder may be gone; then only what is named by an absolute path can be found. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    return '/';
  }
}

/** Its listener goes with it: a replica move is watched for hours, one sleep after the other. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** In a container there may be an id without a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** Signal 0 only asks. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

let outputProblem: Error | undefined;

/** Whoever read us went away, as `head` does: no error of ours, and what was begun is ended all the same. */
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') outputProblem = error;
}

/** `process.exit` would cut off what a pipe hasn't taken yet. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

process.on('SIGINT', () => onSignal('SIGINT'));
process.on('SIGTERM', () => onSignal('SIGTERM'));
// The terminal is gone, or an SSH client wants its ProxyCommand to end.
process.on('SIGHUP', () => onSignal('SIGTERM'));
process.stdout.on('error', onOutputError);
process.stderr.on('error', onOutputError);

const host: Host = {
  version: EXOPS_VERSION,
  context,
  write: { out: (text) => process.stdout.write(text), err: (text) => process.stderr.write(text) },
  columns: process.stdout.columns,
};
const exitCode = await runCli(process.argv.slice(2), host);
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
if (outputProblem !== undefined) process.stderr.write(`Can't write the output: ${outputProblem.message}\n`);
process.exit(outputProblem === undefined ? exitCode : exitCode || exitCodes.failed);
