import { Command } from 'commander';
import {
  type AwsOptions,
  accountFlags,
  collect,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';

export interface LeftoversOptions extends AwsOptions, PlanFlags, OutputOptions {
  readonly prefix?: readonly string[];
  /** `KEY=VALUE` */
  readonly tag?: readonly string[];
  /** `7d` */
  readonly olderThan: string;
  readonly delete?: true;
  readonly includeKubernetes?: true;
}

export function devLeftovers(start: Start): Command {
  const command = new Command('leftovers')
    .description('log groups, volumes, Elastic IPs and snapshots that a destroyed environment left')
    .option('--prefix <text>', 'whose name, or Name tag, begins so; may be repeated', collect)
    .option('--tag <key=value>', 'that have this tag; may be repeated, and all must match', collect)
    .option('--delete', 'delete them: a plan first, and words to be typed')
    .option('--include-kubernetes', 'delete volumes of Kubernetes too, which sleeping pods want back')
    .option('--older-than <age>', 'keep what is younger: 12h, 7d', '7d')
    .action((options: LeftoversOptions) =>
      start(options, async (context) => {
        const { leftovers } = await import('./leftovers.run.js');
        return leftovers(context, options);
      }),
    );
  examples(command, [
    ['exops dev leftovers --prefix exchange-dev-', 'what is left, since when, and what it costs'],
    ['exops dev leftovers --tag project=exchange -o json', 'the same for a program'],
    ['exops dev leftovers --prefix exchange-dev- --delete', 'after reading the plan'],
  ]);
  return commonFlags(outputFlag(planFlags(accountFlags(command))));
}
