import { Command } from 'commander';
import {
  commonFlags,
  examples,
  type KubernetesOptions,
  kubernetesFlags,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';

export interface SyncSecretsOptions extends KubernetesOptions, PlanFlags, OutputOptions {
  readonly createNamespace?: true;
  readonly ignoreOwner?: true;
}

export function k8sSyncSecrets(start: Start): Command {
  const command = new Command('sync-secrets')
    .description('bring secrets to what exops.yaml says of their keys; no value is ever shown')
    .argument('[names...]', 'those of kubernetes.secrets; all when none is given')
    .option('--create-namespace', "make the namespace when it isn't there")
    .option('--ignore-owner', 'change secrets too that a controller writes by itself')
    .action((names: string[], options: SyncSecretsOptions) =>
      start(options, async (context) => {
        const { syncSecrets } = await import('./sync-secrets.run.js');
        return syncSecrets(context, { ...options, names });
      }),
    );
  examples(command, [
    ['exops k8s sync-secrets', 'all of the default environment'],
    ['exops k8s sync-secrets db-credentials --dry-run', 'what one of them would become'],
    ['exops k8s sync-secrets -e prod --check', 'in CI: exit 3 when a value differs'],
  ]);
  return commonFlags(outputFlag(planFlags(kubernetesFlags(command))));
}
