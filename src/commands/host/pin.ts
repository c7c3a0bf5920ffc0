import { Command } from 'commander';
import {
  commonFlags,
  examples,
  type HostOptions,
  hostFlags,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';
import { hostArgument } from './host-argument.js';

export interface PinOptions extends HostOptions, PlanFlags, OutputOptions {}

export function hostPin(start: Start): Command {
  const command = new Command('pin')
    .description("write the host's verified key to an EC2 tag, so that the whole team knows it")
    .argument('[host]', hostArgument)
    .action((host: string | undefined, options: PinOptions) =>
      start(options, async (context) => {
        const { pinHost } = await import('./pin.run.js');
        return pinHost(context, { ...options, host });
      }),
    );
  examples(command, [['exops host pin kafka', 'the tag exops:ssh-hostkey of the instance']]);
  return commonFlags(outputFlag(planFlags(hostFlags(command))));
}
