import { Command } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';

export interface SyncOptions extends ClusterOptions, PlanFlags, OutputOptions {
  readonly prune?: true;
  readonly pin?: true;
  readonly throttle: string;
}

export function topicsSync(start: Start): Command {
  const command = new Command('sync')
    .description('bring topics to the state that manifests declare: plan, confirm, apply, verify')
    .argument('[manifests...]', 'files, folders or - for standard input; else `topics` of the environment')
    .option('--prune', "delete topics in the manifests' scope that they don't declare")
    .option('--pin', 'also set values on topics that are in effect by default already')
    .option(
      '--throttle <rate>',
      'bytes a second that moving replicas may take of each broker, or none',
      '50MiB',
    )
    .action((manifests: string[], options: SyncOptions) =>
      start(options, async (context) => {
        const { syncTopics } = await import('./sync.run.js');
        return syncTopics(context, { ...options, command: 'topics sync', manifests });
      }),
    );
  examples(command, [
    ['exops topics sync', 'the manifests of the default environment'],
    ['exops topics sync -e prod topics/ --check', 'in CI: exit 3 when the cluster differs'],
    ['exops topics sync topics.yaml --brokers localhost:9092', 'without any configuration'],
    ['exops topics sync --prune --confirm "3 topics"', 'delete what is no longer declared'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
