import { Command } from 'commander';
import { type AwsOptions, accountFlags, commonFlags, examples } from '../flags.js';
import type { Start } from '../start.js';

export interface PolicyOptions extends AwsOptions {
  readonly offline?: true;
  readonly ssmHostKeys?: true;
}

export function awsPolicy(start: Start): Command {
  const command = new Command('policy')
    .description('print the IAM policy that exops commands need on what exops.yaml names')
    .argument('[commands...]', 'dev sleep, connect, topics …; all when none is given')
    .option('--offline', 'ask AWS for nothing; what it would tell matches anything')
    .option('--ssm-host-keys', 'with what reads host keys through Systems Manager, as root')
    .action((commands: string[], options: PolicyOptions) =>
      start(options, async (context) => {
        const { printPolicy } = await import('./policy.run.js');
        return printPolicy(context, { ...options, commands });
      }),
    );
  examples(command, [
    ['exops aws policy dev sleep dev wake', 'what these two need'],
    ['exops aws policy connect > connect.json', 'for: aws iam create-policy --policy-document'],
    ['exops aws policy --offline topics', 'of all the commands of topics, before anybody has rights'],
  ]);
  return commonFlags(accountFlags(command));
}
