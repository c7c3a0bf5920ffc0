import { spawn } from 'node:child_process';
import { type Command, CommandFailedError, TooSlowError } from '../timed-commands.js';

/** What every contender runs on the host, word by word. */
export const remoteCommand = ['printf', 'x'] as const;
const remoteOutput = 'x';

/**
 * Runs a command that logs in and prints one byte there.
 * @returns the milliseconds from its start until the byte is here
 * @throws CommandFailedError unless it ends well and prints just that
 */
export function timeFirstByte(
  { argv: [program = '', ...args], env }: Command,
  { scratch, capMs }: { readonly scratch: string; readonly capMs: number },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    let firstByteMs = Number.NaN;
    let output = '';
    let said = '';
    const child = spawn(program, args, {
      cwd: scratch,
      // As for every contender: nobody's own configuration takes part.
      env: { PATH: process.env['PATH'], HOME: scratch, LANG: 'C.UTF-8', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', (chunk: Buffer) => {
      if (output === '') firstByteMs = performance.now() - began;
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new TooSlowError());
    }, capMs);
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0 && output === remoteOutput) resolve(firstByteMs);
      else
        reject(new CommandFailedError(`It ended with ${signal ?? `exit code ${code}`}.\n${output}${said}`));
    });
  });
}
