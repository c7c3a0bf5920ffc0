import type { Command } from '../timed-commands.js';
import { changedSetting, type Job, type Peer, repeated } from './contender.js';

export const kafkactl: Peer = {
  name: 'kafkactl',
  versionArgs: ['version'],
  operations(program) {
    const command = ({ bootstrap }: Job, ...args: readonly string[]): Command => ({
      argv: [program, ...args],
      env: { BROKERS: bootstrap },
    });
    const forEach = (shown: string, args: (job: Job, name: string) => readonly string[]) => [
      {
        shown: `${shown}, a command for each topic`,
        commands: (job: Job) => job.names.map((name) => command(job, ...args(job, name))),
      },
    ];
    return {
      list: [{ shown: 'kafkactl get topics', commands: (job) => [command(job, 'get', 'topics')] }],
      describe: forEach('kafkactl describe topic', (_, name) => ['describe', 'topic', name]).map(
        (operation) => ({ ...operation, isNameless: true }),
      ),
      create: forEach('kafkactl create topic', (job, name) => ['create', 'topic', name, ...creation(job)]),
      change: forEach('kafkactl alter topic', (job, name) => [
        ...['alter', 'topic', name, '--config', changedSetting(job)],
      ]),
    };
  },
};

function creation({ partitions, settings }: Job): string[] {
  return ['--partitions', String(partitions), '--replication-factor', '1', ...repeated('--config', settings)];
}
