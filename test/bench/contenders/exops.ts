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
  const topics = (...args: readonly string[]): readonly Operation[] => [
    {
      shown: `exops topics ${args.join(' ')}`,
      commands: ({ bootstrap }) => [exopsCommand('topics', ...args, '--brokers', bootstrap)],
    },
  ];
  const sync = [{ shown: 'exops topics sync --yes', commands: (job: Job) => [syncCommand(job)] }];
  // With --check it fails if there is anything to do.
  const diff: Operation = {
    shown: 'exops topics diff --check',
    commands: ({ files, bootstrap }) => [
      exopsCommand('topics', 'diff', files.manifest, '--check', '--brokers', bootstrap),
    ],
  };
  return {
    name: 'exops',
    version,
    operations: {
      list: topics('list'),
      describe: topics('describe'),
      create: sync,
      nothing: [diff, ...sync],
      change: sync,
    },
  };
}
