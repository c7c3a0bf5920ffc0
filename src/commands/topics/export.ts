import { Command } from 'commander';
import { type ClusterOptions, clusterFlags, commonFlags, examples } from '../flags.js';
import type { Start } from '../start.js';

export function topicsExport(start: Start): Command {
  const command = new Command('export')
    .description('write a manifest of the topics as they are; syncing it changes nothing')
    .argument('[patterns...]', 'names or globs: "orders.*"; all when none is given')
    .action((patterns: string[], options: ClusterOptions) =>
      start(options, async (context) => {
        const { exportTopicsCommand } = await import('./export.run.js');
        return exportTopicsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops topics export > topics.yaml', 'begin with what is there'],
    ['exops topics export "orders.*" -e prod', 'some of them'],
  ]);
  return commonFlags(clusterFlags(command));
}
