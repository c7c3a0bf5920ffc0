import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs `work` while no other process holds the lock of this file. The lock goes with the process that holds it. */
export async function withLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked; read -r _'], {
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
