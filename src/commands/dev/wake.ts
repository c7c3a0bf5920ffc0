import { Command } from 'commander';
import { commonFlags, examples, outputFlag, planFlags, sleepFlags } from '../flags.js';
import type { Start } from '../start.js';
import { type PowerOptions, powerFlags } from './sleep.js';

export interface WakeOptions extends PowerOptions {
  readonly patchBootstrap?: true;
}

export function devWake(start: Start): Command {
  const command = powerFlags(
    new Command('wake')
      .description('start an environment as its records say, and wait until all of it runs')
      .argument('[names...]', 'only these of the sleep list in exops.yaml'),
  )
    .option('--no-kafka', "don't wait until Kafka answers before what uses it is woken")
    .option('--patch-bootstrap', "afterwards, set the brokers' addresses with k8s patch-bootstrap")
    .action((names: string[], options: WakeOptions) =>
      start(options, async (context) => {
        const { wakeUp } = await import('./wake.run.js');
        return wakeUp(context, { ...options, names });
      }),
    );
  examples(command, [
    ['exops dev wake', 'from the records alone, whoever wrote them'],
    ['exops dev wake --patch-bootstrap', "where a broker's address changes with every start"],
    ['exops dev wake web --drifted keep', 'it was resized while it slept, and that is right'],
  ]);
  return commonFlags(outputFlag(planFlags(sleepFlags(command))));
}
