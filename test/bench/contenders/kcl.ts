import type { Command } from '../timed-commands.js';
import { changedSetting, type Job, type Peer, repeated } from './contender.js';
import { inBatches } from './in-batches.js';

export const kcl: Peer = {
  name: 'kcl',
  versionArgs: ['--version'],
  operations(program) {
    const command = ({ bootstrap }: Job, ...args: readonly string[]): Command => ({
      argv: [program, '-B', bootstrap, ...args],
      // Else it asks for a configuration.
      env: { KCL_NO_CONFIG_FILE: 'yes' },
    });
    return {
      list: [{ shown: 'kcl topic list', commands: (job) => [command(job, 'topic', 'list')] }],
      describe: [
        {
          shown: 'kcl topic describe, all names given',
          commands: (job) => [command(job, 'topic', 'describe', ...job.names)],
        },
      ],
      create: [
        {
          shown: 'kcl topic create, all names given',
          commands: (job) =>
            inBatches(job).map((names) => command(job, 'topic', 'create', ...creation(job), ...names)),
        },
      ],
      change: [
        {
          shown: 'kcl config alter, a command for each topic',
          commands: (job) =>
            job.names.map((name) => command(job, 'config', 'alter', name, '--set', changedSetting(job))),
        },
      ],
    };
  },
};

function creation({ partitions, settings }: Job): string[] {
  return ['-p', String(partitions), '-r', '1', ...repeated('-k', settings)];
}
