import { spawn } from 'node:child_process';
import { once } from 'node:events';

// On a descriptor of the shell's own, so that the lock goes with it.
const holding = 'exec 9<"$1"; flock 9 && echo locked && read -r _';

/** Runs `work` while no other process holds the lock of this file. The lock goes with the process that holds it. */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const holder = spawn('/bin/sh', ['-c', holding, 'lock', file], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(holder, 'exit');
  try {
    await Promise.race([
      once(holder.stdout, 'data'),
      ended.then(() => {
        throw new Error(`flock couldn't lock ${file}.`);
      }),
    ]);
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
