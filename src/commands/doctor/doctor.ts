import { Command, Option } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  commonFlags,
  contextFlags,
  examples,
  type KubernetesOptions,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

export interface DoctorOptions extends ClusterOptions, KubernetesOptions, OutputOptions {
  readonly roundTrip?: true;
  readonly fix?: true;
  readonly checklist?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

export function doctor(start: Start): Command {
  const command = new Command('doctor')
    .description('what stands between here and Kafka: each layer, the first that is broken, and what to do')
    .option(
      '--round-trip',
      'produce and consume on a temporary topic, too; a protected environment is asked for',
    )
    .option('--checklist', 'what must be in place after a deployment, as one table')
    .option('--fix', 'offer to change what exops can change itself, each as a plan of its own')
    .option('-n, --dry-run', 'with --fix: show the plans and change nothing')
    .option(
      '-y, --yes',
      'with --fix: answer yes to plans that lose nothing; with --round-trip: make the topic',
    )
    .addOption(new Option('--json', 'the same as --output json').implies({ output: 'json' }))
    .action((options: DoctorOptions) =>
      start(options, async (context) => {
        const { runDoctor } = await import('./doctor.run.js');
        return runDoctor(context, options);
      }),
    );
  examples(command, [
    ['exops doctor', 'every layer of the default environment; exit 1 when one is broken'],
    ['exops doctor --brokers b-1.example:9098 --auth iam', 'a cluster without any file'],
    [
      'exops doctor -e dev --checklist',
      'nodes, databases, caches, topics, workloads, secrets; exit 1 when one lacks',
    ],
    ['exops doctor -e dev --fix', 'and put right what can be put right from here'],
  ]);
  return commonFlags(outputFlag(contextFlags(clusterFlags(command))));
}
