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

export interface DevStatusOptions extends SleepOptions, OutputOptions {
  readonly watch?: true;
}

export function devStatus(start: Start): Command {
  const command = new Command('status')
    .description('what is asleep, since when and by whom, and what is still billed')
    .option('-w, --watch', 'go on and show what changes, until Ctrl-C')
    .action((options: DevStatusOptions) =>
      start(options, async (context) => {
        const { showDevStatus } = await import('./status.run.js');
        return showDevStatus(context, options);
      }),
    );
  examples(command, [
    ['exops dev status', 'each resource of the sleep list, and what costs money while they sleep'],
    ['exops dev status --watch', 'follow a sleep or a wake; in a pipe a line for each change'],
  ]);
  return commonFlags(outputFlag(sleepFlags(command)));
}
