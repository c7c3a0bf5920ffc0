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

export interface RestartOptions extends HostOptions, PlanFlags, OutputOptions {
  readonly host?: string;
}

export function hostRestart(start: Start): Command {
  const command = serviceCommand(start, 'restart', 'restart services, and wait until they run and are well');
  examples(command, [
    ['exops host restart gateway', 'a systemd unit or a compose service of exops.yaml'],
    ['exops host restart kafka --confirm kafka', 'a broker: everybody notices'],
  ]);
  return command;
}

export function hostRedeploy(start: Start): Command {
  const command = serviceCommand(start, 'redeploy', 'build compose services anew and start them, alone');
  examples(command, [['exops host redeploy gateway', 'docker compose up -d --no-deps --build gateway']]);
  return command;
}

function serviceCommand(start: Start, verb: 'restart' | 'redeploy', description: string): Command {
  const command = new Command(verb)
    .description(description)
    .argument('<services...>', 'their names in exops.yaml')
    .option('--host <host>', 'where they run, if the names alone do not say it')
    .action((services: string[], options: RestartOptions) =>
      start(options, async (context) => {
        const { restartServices } = await import('./restart.run.js');
        return restartServices(context, { ...options, verb, services });
      }),
    );
  return commonFlags(outputFlag(planFlags(hostFlags(command))));
}
