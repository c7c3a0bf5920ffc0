import { Command } from 'commander';
import {
  commonFlags,
  examples,
  type HostOptions,
  hostFlags,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

export interface StatusOptions extends HostOptions, OutputOptions {}

export function hostStatus(start: Start): Command {
  const command = new Command('status')
    .description('the state of the services that exops.yaml names, asked in one round')
    .argument('[host]', 'name of exops.yaml; else the host of the environment')
    .action((host: string | undefined, options: StatusOptions) =>
      start(options, async (context) => {
        const { showStatus } = await import('./status.run.js');
        return showStatus(context, { ...options, host });
      }),
    );
  examples(command, [['exops host status', 'systemd units, compose services and their health URLs']]);
  return commonFlags(outputFlag(hostFlags(command)));
}
