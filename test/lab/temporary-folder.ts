import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

// Tries again for a while: a process that is being killed may still be writing into the folder.
const janitor = 'read -r _; n=0; until rm -rf -- "$1" || [ $n -gt 50 ]; do n=$((n+1)); sleep 0.1; done';

/** A folder that is removed by `remove()`, and also when this process ends or is killed without calling it. */
export async function temporaryFolder(prefix = 'exops-lab-', parent = tmpdir()): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(parent, prefix));
  const child = spawn('/bin/sh', ['-c', janitor, 'janitor', path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const exited = once(child, 'exit');
  let removing = false;
  return {
    path,
    async remove() {
      if (!removing) child.stdin.end();
      removing = true;
      await exited;
    },
  };
}
