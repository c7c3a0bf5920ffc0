import { Command, InvalidArgumentError, Option } from 'commander';
import {
  collect,
  commonFlags,
  duration,
  examples,
  type KubernetesOptions,
  kubernetesFlags,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';

export interface PatchBootstrapOptions extends KubernetesOptions, PlanFlags, OutputOptions {
  readonly servers?: string;
  readonly fromCluster?: true;
  readonly secret?: readonly string[];
  readonly key?: string;
  /** False with `--no-probe`. */
  readonly probe: boolean;
  readonly createKey?: true;
  readonly ignoreOwner?: true;
  readonly restart?: true;
  readonly skip?: readonly string[];
  readonly maxParallel: number;
  readonly oneByOne?: true;
  /** Milliseconds. */
  readonly wait?: number;
  readonly resume?: true;
  readonly undo?: true;
}

export function k8sPatchBootstrap(start: Start): Command {
  const command = new Command('patch-bootstrap')
    .description(
      'set the bootstrap servers in secrets, restart exactly what reads them, and go back if it fails',
    )
    .option('--servers <list>', 'host:port,… to set')
    .option('--from-cluster', "set the environment's brokers (the default)")
    .option('--secret <name>', 'instead of those of exops.yaml; may be repeated', collect)
    .option('--key <name>', 'the key in --secret (default: "KAFKA_BOOTSTRAP_SERVERS")')
    .option('--no-probe', "don't ask the brokers first whether they answer there")
    .option('--create-key', "add the key where a secret doesn't have it")
    .option('--ignore-owner', 'patch a secret that a controller owns and may write back')
    .option('--restart', 'restart the workloads even if the secrets hold these servers already')
    .option('--skip <workload>', 'leave deployment/NAME, or a kind, as it is; may be repeated', collect)
    .option('--max-parallel <number>', 'workloads that restart at a time', count, 10)
    .addOption(new Option('--one-by-one', 'the same as --max-parallel 1').conflicts('maxParallel'))
    .option('--wait <duration>', 'longest wait for one rollout: 90s, 20m (default: 10m)', duration)
    .option('--resume', 'finish a change that was interrupted')
    .option('--undo', 'take back a change that was interrupted')
    .action((options: PatchBootstrapOptions) =>
      start(options, async (context) => {
        const { patchBootstrap } = await import('./patch-bootstrap.run.js');
        return patchBootstrap(context, options);
      }),
    );
  examples(command, [
    ['exops k8s patch-bootstrap', "the environment's brokers, in the secrets of exops.yaml"],
    ['exops k8s patch-bootstrap --servers 10.0.12.31:9092 --dry-run', 'what would be done'],
    ['exops k8s patch-bootstrap --undo', 'after a laptop died halfway'],
  ]);
  return commonFlags(outputFlag(planFlags(kubernetesFlags(command))));
}

function count(text: string): number {
  const value = Number(text);
  if (!/^\d{1,4}$/.test(text) || value < 1) throw new InvalidArgumentError('Write a number from 1.');
  return value;
}
