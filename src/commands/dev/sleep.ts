import { Command, Option } from 'commander';
import {
  collect,
  commonFlags,
  duration,
  examples,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
  type SleepOptions,
  sleepFlags,
} from '../flags.js';
import type { Start } from '../start.js';

/** What sleep and wake have in common. */
export interface PowerOptions extends SleepOptions, PlanFlags, OutputOptions {
  /** Milliseconds. */
  readonly wait?: number;
  readonly wakesTo?: readonly string[];
  readonly drifted?: 'record' | 'keep';
  readonly takeOver?: true;
  /** False with `--no-kafka`. */
  readonly kafka: boolean;
}

export function devSleep(start: Start): Command {
  const command = powerFlags(
    new Command('sleep')
      .description('stop an environment, in its order, and record on each part what to wake it to')
      .argument('[names...]', 'only these of the sleep list in exops.yaml'),
  )
    .option('--no-kafka', "don't ask Kafka first for lag and under-replicated partitions")
    .action((names: string[], options: PowerOptions) =>
      start(options, async (context) => {
        const { putToSleep } = await import('./sleep.run.js');
        return putToSleep(context, { ...options, names });
      }),
    );
  examples(command, [
    ['exops dev sleep', 'everything in the sleep list; run it again after an interruption'],
    ['exops dev sleep --yes --wait 45m', 'from cron or CI'],
    ['exops dev sleep --check', 'exit 3 while something is awake'],
    ['exops dev sleep web --wakes-to web=2', 'what is at 0, and has no record that says what it was'],
  ]);
  return commonFlags(outputFlag(planFlags(sleepFlags(command))));
}

/** Those that sleep and wake have, and nothing else has. */
export function powerFlags(command: Command): Command {
  return command
    .option('--wait <duration>', 'longest wait for each of them: 90s, 45m (default: 30m)', duration)
    .option(
      '--wakes-to <name=size>',
      'NAME=DESIRED, NAME=MIN/DESIRED or NAME=on, where no record says it; may be repeated',
      collect,
    )
    .addOption(
      new Option(
        '--drifted <which>',
        "where a record and reality disagree: the record's size, or keep",
      ).choices(['record', 'keep']),
    )
    .option('--take-over', "go on though somebody else's run seems to be under way");
}
