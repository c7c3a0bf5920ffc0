import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** Beside a PATH and an empty home folder: nobody's own configuration takes part. */
  readonly env?: Readonly<Record<string, string>>;
  /** The file that is its standard input; none when left out. */
  readonly input?: string;
}

export interface TimeLimits {
  readonly scratch: string;
  readonly capMs: number;
  /** The file that takes what they print, which isn't returned then. */
  readonly into?: string;
}

export interface Timed {
  readonly ms: number;
  /** By `performance.now()`. */
  readonly beganAt: number;
  readonly output: string;
}

/** The commands took longer than they may, and were killed. */
export class TooSlowError extends Error {}

/** A command ended with another exit code than 0. */
export class CommandFailedError extends Error {}

/**
 * Runs commands one after the other, as a script would, and takes the time from the start of the first to the end
 * of the last. Their output goes to a file; `scratch` is their home and working folder.
 */
export async function timeCommands(
  commands: readonly Command[],
  { scratch, capMs, into }: TimeLimits,
): Promise<Timed> {
  const file = into ?? join(scratch, 'output');
  const output = await open(file, 'w');
  const began = performance.now();
  try {
    for (const command of commands) {
      const left = capMs - (performance.now() - began);
      if (left <= 0) throw new TooSlowError();
      await runOne(command, { scratch, output: output.fd }, left);
    }
    const ms = performance.now() - began;
    return { ms, beganAt: began, output: into === undefined ? await readFile(file, 'utf8') : '' };
  } catch (error) {
    if (into !== undefined || !(error instanceof CommandFailedError)) throw error;
    throw new CommandFailedError(`${error.message}\n${(await readFile(file, 'utf8')).trim()}`);
  } finally {
    await output.close();
  }
}

interface Place {
  readonly scratch: string;
  readonly output: number;
}

async function runOne(command: Command, place: Place, leftMs: number): Promise<void> {
  const input = command.input === undefined ? undefined : await open(command.input);
  try {
    await finished(start(command, place, input?.fd ?? 'ignore'), leftMs);
  } finally {
    await input?.close();
  }
}

function start(
  { argv: [program = '', ...args], cwd, env }: Command,
  { scratch, output }: Place,
  input: number | 'ignore',
): ChildProcess {
  return spawn(program, args, {
    cwd: cwd ?? scratch,
    env: { PATH: process.env['PATH'], HOME: scratch, LANG: 'C.UTF-8', ...env },
    stdio: [input, output, output],
  });
}

function finished(child: ChildProcess, capMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let isTooSlow = false;
    const timer = setTimeout(() => {
      isTooSlow = true;
      child.kill('SIGKILL');
    }, capMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      if (isTooSlow) reject(new TooSlowError());
      else if (code === 0) resolve();
      else reject(new CommandFailedError(`It ended with ${signal ?? `exit code ${code}`}.`));
    });
  });
}
