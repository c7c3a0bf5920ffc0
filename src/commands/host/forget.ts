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

export interface ForgetOptions extends HostOptions, PlanFlags, OutputOptions {}

export function hostForget(start: Start): Command {
  const command = new Command('forget')
    .description("forget the host's key on this machine, after it was changed on purpose")
    .argument('<host>', hostArgument)
    .action((host: string, options: ForgetOptions) =>
      start(options, async (context) => {
        const { forgetHost } = await import('./forget.run.js');
        return forgetHost(context, { ...options, host });
      }),
    );
  examples(command, [['exops host forget i-0123456789abcdef0', 'the next connection verifies it anew']]);
  return commonFlags(outputFlag(planFlags(hostFlags(command))));
}
