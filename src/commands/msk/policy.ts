import { Command, InvalidArgumentError, Option } from 'commander';
import type { Purpose } from '../../lib/msk/policy/purposes.js';
import type { Rendering } from '../../lib/msk/policy/render.js';
import { type AwsOptions, accountFlags, collect, commonFlags, examples } from '../flags.js';
import type { Start } from '../start.js';
import { clusterArgument } from './cluster-argument.js';

export interface PolicyOptions extends AwsOptions {
  readonly for?: readonly Purpose[];
  readonly topic?: readonly string[];
  readonly group?: readonly string[];
  readonly transactionalId?: readonly string[];
  readonly principal?: string;
  readonly clusterPolicy?: true;
  readonly as: Rendering;
}

/** As in src/lib/msk/policy, which would load more than a command's flags may. */
const purposes: readonly Purpose[] = ['admin', 'producer', 'consumer'];
const renderings: readonly Rendering[] = ['console', 'cli', 'cdk'];

export function mskPolicy(start: Start): Command {
  const command = new Command('policy')
    .description('print the policy that a client of an MSK cluster with IAM needs, and no more')
    .argument('[cluster]', `${clusterArgument}; of an ARN nothing is asked`)
    .addOption(
      new Option('--for <purpose>', 'what it is for; may be repeated').choices(purposes).argParser(purpose),
    )
    .option('--topic <pattern>', 'a name, a beginning and *, or * for all; may be repeated', collect)
    .option('--group <pattern>', 'the same of consumer groups', collect)
    .option('--transactional-id <pattern>', 'the same of transactional ids', collect)
    .option(
      '--principal <arn>',
      'with --as cli the role or user to put it on; with --cluster-policy whom to let in, an account too',
    )
    .option('--cluster-policy', "the cluster's own policy, for a principal of another account")
    .addOption(
      new Option('--as <form>', 'JSON for the console, a line of the aws CLI, or TypeScript for CDK')
        .choices(renderings)
        .default('console'),
    )
    .action((cluster: string | undefined, options: PolicyOptions) =>
      start(options, async (context) => {
        const { printMskPolicy } = await import('./policy.run.js');
        return printMskPolicy(context, { ...options, cluster });
      }),
    );
  examples(command, [
    ['exops msk policy --for producer --topic "reservation.*"', "of the environment's cluster"],
    ['exops msk policy audit --for consumer --topic a --group g --as cli', 'a line to run'],
  ]);
  return commonFlags(accountFlags(command));
}

function purpose(value: string, before: readonly Purpose[] = []): readonly Purpose[] {
  const known = purposes.find((one) => one === value);
  if (known === undefined) throw new InvalidArgumentError(`Allowed choices are ${purposes.join(', ')}.`);
  return [...before, known];
}
