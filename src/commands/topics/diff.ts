import { Command } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

interface DiffOptions extends ClusterOptions, OutputOptions {
  readonly check?: true;
  readonly prune?: true;
  readonly pin?: true;
}

export function topicsDiff(start: Start): Command {
  const command = new Command('diff')
    .description('show what `topics sync` would do, and change nothing')
    .argument('[manifests...]', 'files, folders or - for standard input; else `topics` of the environment')
    .option('--check', 'exit 3 when there is something to do')
    .option('--prune', 'as with `topics sync --prune`')
    .option('--pin', 'as with `topics sync --pin`')
    .action((manifests: string[], options: DiffOptions) =>
      start(options, async (context) => {
        const { syncTopics } = await import('./sync.run.js');
        return syncTopics(context, {
          ...options,
          command: 'topics diff',
          dryRun: true,
          throttle: 'none',
          manifests,
        });
      }),
    );
  examples(command, [
    ['exops topics diff', 'the manifests of the default environment'],
    ['exops topics diff -e prod -o json --check', 'for a program'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command)));
}
