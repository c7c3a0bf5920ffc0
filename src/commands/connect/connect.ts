import { Command } from 'commander';
import { notReached } from '../../lib/errors.js';
import { collect, commonFlags, examples, type HostOptions, hostFlags } from '../flags.js';
import { hostArgument } from '../host/host-argument.js';
import type { Start } from '../start.js';

export interface ConnectOptions extends HostOptions {
  /** `-L`, as often as given. */
  readonly forward?: readonly string[];
  /** `-D`, as often as given. */
  readonly dynamicForward?: readonly string[];
  readonly tty?: true;
  readonly stdio?: true;
  /** False with `-N`. */
  readonly shell: boolean;
  /** What stands after `--`. */
  readonly command?: readonly string[];
}

/** Keeps what stands after `--` apart from the host, which commander doesn't. */
class ConnectCommand extends Command {
  override parseOptions(args: string[]): ReturnType<Command['parseOptions']> {
    const at = args.indexOf('--');
    if (at < 0) return super.parseOptions(args);
    this.setOptionValue('command', args.slice(at + 1));
    return super.parseOptions(args.slice(0, at));
  }
}

export function connect(start: Start): Command {
  const command = new ConnectCommand('connect')
    .description('open a shell on a host, or run a command there: key pushed for 60 s, host verified')
    .usage('[options] [host] [-- command...]')
    .argument('[host]', hostArgument)
    .option('-L, --forward <spec>', 'forward a port: [bind:]port:host:port', collect)
    .option('-D, --dynamic-forward <spec>', 'SOCKS proxy: [bind:]port', collect)
    .option('-N, --no-shell', 'only forward ports')
    .option('-t, --tty', 'run the command on a terminal')
    .option('--stdio', 'be the ProxyCommand of ssh: the way to sshd on stdin and stdout')
    .action((host: string | undefined, options: ConnectOptions) =>
      start(
        options,
        async (context) => {
          const { connectHost } = await import('./connect.run.js');
          return connectHost(context, { ...options, host });
        },
        notReached,
      ),
    );
  examples(command, [
    ['exops connect', 'a shell on the host of the default environment'],
    ['exops connect i-0123456789abcdef0 --region ap-northeast-2', 'without any configuration'],
    ['exops connect kafka -- journalctl -u kafka -n 50', 'a command: its output and its exit status'],
    ['exops connect -N -L 9092:10.0.11.8:9092', 'a local port that leads to the broker'],
  ]);
  return commonFlags(hostFlags(command));
}
