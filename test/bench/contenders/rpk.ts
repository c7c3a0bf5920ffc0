import type { Command } from '../timed-commands.js';
import { changedSetting, type Job, type Peer, repeated } from './contender.js';
import { inBatches } from './in-batches.js';

export const rpk: Peer = {
  name: 'rpk',
  versionArgs: ['version'],
  operations(program) {
    const topic = ({ bootstrap }: Job, ...args: readonly string[]): Command => ({
      argv: [program, '-X', `brokers=${bootstrap}`, 'topic', ...args],
    });
    return {
      list: [{ shown: 'rpk topic list', commands: (job) => [topic(job, 'list')] }],
      describe: [
        {
          shown: 'rpk topic describe -a, all names given, with offsets',
          commands: (job) => [topic(job, 'describe', '-a', ...job.names)],
        },
      ],
      create: [
        {
          shown: 'rpk topic create, all names given',
          commands: (job) => inBatches(job).map((names) => topic(job, 'create', ...creation(job), ...names)),
        },
      ],
      change: [
        {
          shown: 'rpk topic alter-config, all names given',
          commands: (job) => [topic(job, 'alter-config', ...job.names, '--set', changedSetting(job))],
        },
      ],
    };
  },
};

function creation({ partitions, settings }: Job): string[] {
  return ['-p', String(partitions), '-r', '1', ...repeated('-c', settings)];
}
