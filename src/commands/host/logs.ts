import { Command } from 'commander';
import { commonFlags, examples, type HostOptions, hostFlags } from '../flags.js';
import type { Start } from '../start.js';

export interface LogsOptions extends HostOptions {
  readonly host?: string;
  readonly follow?: true;
  readonly lines: number;
  readonly since?: string;
}

export function hostLogs(start: Start): Command {
  const command = new Command('logs')
    .description('the log of a service that exops.yaml names')
    .argument('<service>', 'its name in exops.yaml')
    .option('--host <host>', 'where it runs, if the name alone does not say it')
    .option('-f, --follow', 'go on as lines come')
    .option('-n, --lines <count>', 'how many of the last lines', Number, 100)
    .option('--since <time>', 'no older than: 10m, 2h, 1d, 2026-11-20T19:00:00Z')
    .action((service: string, options: LogsOptions) =>
      start(options, async (context) => {
        const { showLogs } = await import('./logs.run.js');
        return showLogs(context, { ...options, service });
      }),
    );
  examples(command, [['exops host logs kafka -f', "the unit's journal, or the container's output"]]);
  return commonFlags(hostFlags(command));
}
