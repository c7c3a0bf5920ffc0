import type { Command } from '../timed-commands.js';
import { changedSetting, type Job, type Peer } from './contender.js';

export const kaf: Peer = {
  name: 'kaf',
  versionArgs: ['--version'],
  operations(program) {
    const command = ({ files }: Job, ...args: readonly string[]): Command => ({
      argv: [program, '--config', files.kafConfig, ...args],
    });
    const forEach = (shown: string, args: (job: Job, name: string) => readonly string[]) => [
      {
        shown: `${shown}, a command for each topic`,
        commands: (job: Job) => job.names.map((name) => command(job, ...args(job, name))),
      },
    ];
    return {
      list: [{ shown: 'kaf topics', commands: (job) => [command(job, 'topics')] }],
      describe: forEach('kaf topic describe', (_, name) => ['topic', 'describe', name]),
      create: forEach('kaf topic create, without settings', (job, name) => [
        ...['topic', 'create', name, '-p', String(job.partitions), '-r', '1'],
      ]),
      change: forEach('kaf topic set-config', (job, name) => [
        ...['topic', 'set-config', name, changedSetting(job)],
      ]),
    };
  },
};
