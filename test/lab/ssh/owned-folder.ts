import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../run-command.js';
import { type TemporaryFolder, temporaryFolder } from '../temporary-folder.js';

/** The variable that makes a process belong to a folder. */
export const ownerVariable = 'EXOPS_LAB_FOLDER';

/** A temporary folder that other users may pass through, with the processes that belong to it. */
export interface OwnedFolder extends TemporaryFolder {
  /** Reaches every process that has the folder in `ownerVariable`, or a log in the folder as its stderr. */
  signal(signal: 'STOP' | 'CONT' | 'KILL'): Promise<void>;
}

const script = fileURLToPath(new URL('signal-owned.sh', import.meta.url));

/** The folder and its processes end with `remove()`, and also when this process ends or is killed. */
export async function ownedFolder(): Promise<OwnedFolder> {
  const folder = await temporaryFolder();
  await chmod(folder.path, 0o755);
  const janitor = spawn('/bin/sh', ['-c', 'read -r _; . "$0"', script, 'KILL', folder.path], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const swept = once(janitor, 'exit');
  return {
    path: folder.path,
    async signal(signal) {
      await runCommand('/bin/sh', [script, signal, folder.path]);
    },
    async remove() {
      janitor.stdin.end();
      await swept;
      await folder.remove();
    },
  };
}
