import type { ChildProcess } from 'node:child_process';

/** What a program has to end by itself. */
const graceMs = 2_000;

/** Asks a program to end, and ends it when it doesn't; resolves when it is gone. */
export function endProgram(child: ChildProcess): Promise<void> {
  if (isGone(child)) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill();
  });
}

/** Or never began. */
function isGone({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
