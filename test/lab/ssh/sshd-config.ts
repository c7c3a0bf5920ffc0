import { join } from 'node:path';
import { isRoot, type LabUser } from './lab-user.js';
import { ownerVariable } from './owned-folder.js';
import { pushedKeysScript } from './pushed-keys.js';
import type { OpensshServer } from './sshd.js';

export interface SshdSettings {
  readonly folder: string;
  readonly address: string;
  readonly port: number;
  readonly hostKeys: readonly string[];
  readonly instanceId: string;
  readonly keysFolder: string;
  /** The first one's home is also where file transfers begin. */
  readonly users: readonly LabUser[];
  readonly toolFolders: readonly string[];
  readonly allowTcpForwarding: boolean;
  readonly permitTty: boolean;
  readonly maxAuthTries: number;
  /** Lines of `sshd_config` that win over the lab's own. */
  readonly extra: readonly string[];
}

/** A user's home on this host. */
export function homeOf({ folder }: Pick<SshdSettings, 'folder'>, user: LabUser): string {
  return join(folder, 'home', user.name);
}

/** The search path of sessions: the host's tools before the machine's. */
export function searchPath({ toolFolders }: Pick<SshdSettings, 'toolFolders'>): string {
  return [...toolFolders, '/usr/local/bin', '/usr/bin', '/bin'].join(':');
}

/** The text of `sshd_config`. In it, the first value of a setting is the one that counts. */
export function sshdConfig(settings: SshdSettings, server: OpensshServer): string {
  const { address, port, hostKeys, instanceId, keysFolder, users } = settings;
  // Called with a shell that is root's, the script may be anywhere: sshd wants the path of what it runs to be root's.
  const keysCommand = ['/bin/sh', ...[pushedKeysScript, keysFolder, instanceId].map(quoted)].join(' ');
  const [first] = users;
  const start = first === undefined ? '' : ` -d ${homeOf(settings, first)}`;
  const lines = [
    ...settings.extra,
    `Port ${port}`,
    `ListenAddress ${address}`,
    ...hostKeys.map((file) => `HostKey ${quoted(file)}`),
    'PidFile none',
    'LogLevel VERBOSE',
    'UseDNS no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'AuthorizedKeysFile none',
    `AuthorizedKeysCommand ${keysCommand} %u`,
    `AuthorizedKeysCommandUser ${isRoot ? 'root' : first?.name}`,
    `AllowUsers ${users.map(({ name }) => name).join(' ')}`,
    'PermitRootLogin no',
    `MaxAuthTries ${settings.maxAuthTries}`,
    'MaxStartups 1000',
    // Tests are refused on purpose, all of them from one address.
    ...(server.hasPenalties ? ['PerSourcePenalties no'] : []),
    `AllowTcpForwarding ${yesNo(settings.allowTcpForwarding)}`,
    `PermitTTY ${yesNo(settings.permitTty)}`,
    'PrintMotd no',
    'PrintLastLog no',
    `Subsystem sftp internal-sftp${start}`,
    ...users.flatMap((user) => [`Match User ${user.name}`, `  SetEnv ${environment(settings, user)}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function environment(settings: SshdSettings, user: LabUser): string {
  const variables = {
    HOME: homeOf(settings, user),
    PATH: searchPath(settings),
    [ownerVariable]: settings.folder,
  };
  return Object.entries(variables)
    .map(([name, value]) => quoted(`${name}=${value}`))
    .join(' ');
}

function quoted(word: string): string {
  return `"${word}"`;
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
