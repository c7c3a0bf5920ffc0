import { fileURLToPath } from 'node:url';
import type { Command } from '../timed-commands.js';
import type { Contender, Job, Operation } from './contender.js';

const program = fileURLToPath(new URL('../../../bin/exops.js', import.meta.url));

/** exops as it is installed: the bundle, started by Node. */
export function exopsCommand(...args: readonly string[]): Command {
  return { argv: [process.execPath, program, ...args] };
}

/** Brings the topics to the state that the job declares. */
export function syncCommand({ files, bootstrap }: Pick<Job, 'files' | 'bootstrap'>): Command {
  return exopsCommand('topics', 'sync', files.manifest, '--yes', '--brokers', bootstrap);
}

export function exops(version: string): Contender {
  const list = own('exops topics list', ({ bootstrap }) =>
    exopsCommand('topics', 'list', '--brokers', bootstrap),
  );
  const describe = own('exops topics describe', ({ bootstrap }) =>
    exopsCommand('topics', 'describe', '--brokers', bootstrap),
  );
  const sync = own('exops topics sync --yes', syncCommand);
  // With --check it fails if there is anything to do.
  const diff = own('exops topics diff --check', ({ files, bootstrap }) =>
    exopsCommand('topics', 'diff', files.manifest, '--check', '--brokers', bootstrap),
  );
  return {
    name: 'exops',
    version,
    operations: {
      list: [list],
      describe: [describe],
      create: [sync],
      nothing: [diff, sync],
      change: [sync],
    },
  };
}

function own(shown: string, command: (job: Job) => Command): Operation {
  return { shown, mustSucceed: true, commands: (job) => [command(job)] };
}
