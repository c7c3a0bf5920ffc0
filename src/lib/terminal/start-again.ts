import { spawn } from 'node:child_process';

/**
 * Starts exops once more, with these arguments, and doesn't wait for it: without this terminal, in a session of its own
 * that has none, so that nothing in it can ask anybody.
 */
export function startAgain(args: readonly string[]): void {
  const [, program = ''] = process.argv;
  const child = spawn(process.execPath, [program, ...args], { detached: true, stdio: 'ignore' });
  // Names are then as they were.
  child.on('error', () => undefined);
  child.unref();
}
