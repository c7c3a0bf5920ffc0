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
    ['exops ssh-config >> ~/.ssh/config', 'then: ssh kafka, scp file kafka:, rsync -a folder kafka:'],
    ['exops ssh-config -e prod > ~/.ssh/exops-prod', 'for an Include line in ~/.ssh/config'],
  ]);
  return commonFlags(hostFlags(command));
}
