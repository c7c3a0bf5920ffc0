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

export interface DeleteOptions extends ClusterOptions, PlanFlags, OutputOptions {}

export function groupsDelete(start: Start): Command {
  const command = new Command('delete')
    .description('delete stopped groups with their offsets: plan, confirm, apply, verify')
    .argument('<groups...>', 'full names')
    .action((names: string[], options: DeleteOptions) =>
      start(options, async (context) => {
        const { deleteGroupsCommand } = await import('./delete.run.js');
        return deleteGroupsCommand(context, { ...options, command: 'groups delete', names });
      }),
    );
  examples(command, [
    ['exops groups delete settlement-test', 'after typing its name'],
    ['exops groups delete a b --confirm "2 groups"', 'in a script'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
