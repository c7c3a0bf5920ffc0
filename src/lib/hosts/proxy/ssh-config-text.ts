import { UsageError } from '../../errors.js';

/** A host as OpenSSH's client is to know it. */
export interface ProxiedHost {
  /** What may be typed after `ssh`; the first is the host's name for its key, too. */
  readonly aliases: readonly [string, ...string[]];
  readonly user: string;
  /** `exops connect --stdio …`, with `%r` where the user belongs. */
  readonly command: readonly string[];
  /** Where `--stdio` leaves the verified host key. */
  readonly knownHosts: string;
  /** Where `--stdio` lends the pushed key, with `%r` for the user. */
  readonly agent: string;
}

/**
 * What `~/.ssh/config` needs: exops opens the way, vouches for the host key and lends a key that is valid for 60
 * seconds; no key is on disk.
 * https://man.openbsd.org/ssh_config
 */
export function sshConfigText(hosts: readonly ProxiedHost[]): string {
  return hosts.map(block).join('\n');
}

function block({ aliases, user, command, knownHosts, agent }: ProxiedHost): string {
  return [
    `Host ${aliases.join(' ')}`,
    `  User ${user}`,
    `  ProxyCommand ${command.map(shellWord).join(' ')}`,
    `  HostKeyAlias ${aliases[0]}`,
    `  UserKnownHostsFile ${configWord(knownHosts)}`,
    '  GlobalKnownHostsFile none',
    '  StrictHostKeyChecking yes',
    '  CheckHostIP no',
    `  IdentityAgent ${configWord(agent)}`,
    '  IdentitiesOnly no',
    '  IdentityFile none',
    '  CertificateFile none',
    '  ControlPath none',
    '  PreferredAuthentications publickey',
    '  ForwardAgent no',
    '',
  ].join('\n');
}

/**
 * ssh replaces tokens in a ProxyCommand and hands it to the person's shell. The token for the user stands in quotes:
 * whoever makes somebody use a URL chooses the user's name.
 */
function shellWord(word: string): string {
  if (word === '%r') return "'%r'";
  refuseControls(word);
  const escaped = word.replaceAll('%', '%%');
  return /^[A-Za-z0-9_@+=:,./-]+$/.test(word) ? escaped : `'${escaped.replaceAll("'", "'\\''")}'`;
}

function configWord(path: string): string {
  refuseControls(path);
  return /[\s"]/.test(path) ? `"${path.replaceAll('"', '\\"')}"` : path;
}

/** @throws UsageError for what would become another line of ssh's configuration */
function refuseControls(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (/[\u0000-\u001f\u007f]/.test(text))
    throw new UsageError(`${JSON.stringify(text)} can't stand in ssh's configuration.`);
}
