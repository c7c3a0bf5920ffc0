import { Command, Option } from 'commander';
import type { MskAuth } from '../../lib/aws/contract/msk.js';
import {
  type AwsOptions,
  accountFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';
import { clusterArgument } from './cluster-argument.js';

export interface BrokersOptions extends AwsOptions, OutputOptions<'table' | 'json' | 'yaml' | 'name'> {
  readonly auth?: MskAuth;
  readonly public?: true;
  readonly vpc?: true;
}

/** As in `mskAuths`, which would load more than a command's flags may. */
const auths: readonly MskAuth[] = ['iam', 'scram', 'tls', 'plaintext'];

export function mskBrokers(start: Start): Command {
  const command = new Command('brokers')
    .description("an MSK cluster's bootstrap servers, by login and by network")
    .argument('[cluster]', clusterArgument)
    .addOption(
      new Option('--auth <mechanism>', 'only those for this login; plaintext is none in exops.yaml').choices(
        auths,
      ),
    )
    .addOption(new Option('--public', 'those for the internet').conflicts('vpc'))
    .option('--vpc', 'those for other VPCs, by PrivateLink')
    .action((cluster: string | undefined, options: BrokersOptions) =>
      start(options, async (context) => {
        const { showBrokers } = await import('./brokers.run.js');
        return showBrokers(context, { ...options, cluster });
      }),
    );
  examples(command, [
    ['exops msk brokers', 'all that the cluster of the default environment has'],
    ['exops msk brokers liquibook-msk --auth iam', 'the one string, for a script'],
  ]);
  return commonFlags(outputFlag(accountFlags(command), ['table', 'json', 'yaml', 'name']));
}
