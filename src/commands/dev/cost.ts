import { Command } from 'commander';
import {
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
  type SleepOptions,
  sleepFlags,
} from '../flags.js';
import type { Start } from '../start.js';

export interface DevCostOptions extends SleepOptions, OutputOptions {}

export function devCost(start: Start): Command {
  const command = new Command('cost')
    .description('what an environment costs awake and asleep, and what sleeping saved this month')
    .action((options: DevCostOptions) =>
      start(options, async (context) => {
        const { showDevCost } = await import('./cost.run.js');
        return showDevCost(context, options);
      }),
    );
  examples(command, [
    ['exops dev cost', 'per hour and per month, at the AWS Price List or the prices of exops.yaml'],
    ["exops dev cost -o json | jq '.total.usdPerMonth'", 'the sums alone'],
  ]);
  return commonFlags(outputFlag(sleepFlags(command)));
}
