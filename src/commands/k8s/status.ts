import { Command } from 'commander';
import {
  collect,
  commonFlags,
  examples,
  type KubernetesOptions,
  kubernetesFlags,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';
import type { SecretFlags } from './named-secrets.js';

export interface K8sStatusOptions
  extends KubernetesOptions,
    SecretFlags,
    OutputOptions<'table' | 'json' | 'yaml' | 'name'> {
  readonly check?: true;
}

export function k8sStatus(start: Start): Command {
  const command = new Command('status')
    .description('which workloads use the bootstrap servers, and what their pods were started with')
    .option('--secret <name>', 'instead of those of exops.yaml; may be repeated', collect)
    .option('--key <name>', 'the key in --secret (default: "KAFKA_BOOTSTRAP_SERVERS")')
    .option('--check', 'exit 3 when something is out of date')
    .action((options: K8sStatusOptions) =>
      start(options, async (context) => {
        const { showK8sStatus } = await import('./status.run.js');
        return showK8sStatus(context, options);
      }),
    );
  examples(command, [
    ['exops k8s status', 'who reads the secrets of exops.yaml, and with what it runs'],
    ['exops k8s status --check', 'in CI: exit 3 when pods run with an old value'],
    ['exops k8s status --secret orders --key BROKERS', 'of another secret'],
  ]);
  return commonFlags(outputFlag(kubernetesFlags(command), ['table', 'json', 'yaml', 'name']));
}
