import { Command } from 'commander';
import { commonFlags, examples, type HostOptions, hostFlags } from '../flags.js';
import type { Start } from '../start.js';

export function sshConfig(start: Start): Command {
  const command = new Command('ssh-config')
    .description('print what ~/.ssh/config needs for ssh, scp, rsync and editors to use the same way in')
    .argument('[host]', 'one host; else all of the environment')
    .action((host: string | undefined, options: HostOptions) =>
      start(options, async (context) => {
        const { printSshConfig } = await import('./ssh-config.run.js');
        return printSshConfig(context, { ...options, host });
      }),
    );
  examples(command, [
    ['exops ssh-config > ~/.ssh/exops', 'with `Include exops` as the first line of ~/.ssh/config'],
    ['exops ssh-config -e prod > ~/.ssh/exops-prod', 'then: ssh kafka.prod, scp file kafka.prod:'],
  ]);
  return commonFlags(hostFlags(command));
}
