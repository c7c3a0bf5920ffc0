import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Command {
  readonly argv: readonly string[];
  readonly cwd?: string;
  /** Beside a PATH and an empty home folder: nobody's own configuration takes part. */
  readonly env?: Readonly<Record<string, string>>;
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
 * of the last. Their output goes to a file in `scratch`, which is also their home and working folder.
 */
export async function timeCommands(
  commands: readonly Command[],
  { scratch, capMs }: { readonly scratch: string; readonly capMs: number },
): Promise<Timed> {
  const file = join(scratch, 'output');
  const output = await open(file, 'w');
  const began = performance.now();
  try {
    for (const command of commands) {
      const left = capMs - (performance.now() - began);
      if (left <= 0) throw new TooSlowError();
      await finished(start(command, { scratch, output: output.fd }), left);
    }
    const ms = performance.now() - began;
    return { ms, beganAt: began, output: await readFile(file, 'utf8') };
  } catch (error) {
    if (!(error instanceof CommandFailedError)) throw error;
    throw new CommandFailedError(`${error.message}\n${(await readFile(file, 'utf8')).trim()}`);
  } finally {
    await output.close();
  }
}

function start(
  { argv: [program = '', ...args], cwd, env }: Command,
  { scratch, output }: { readonly scratch: string; readonly output: number },
): ChildProcess {
  return spawn(program, args, {
    cwd: cwd ?? scratch,
    env: { PATH: process.env['PATH'], HOME: scratch, LANG: 'C.UTF-8', ...env },
    stdio: ['ignore', output, output],
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
