import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostKey } from '../../../src/lib/ssh/ssh.js';
import { freePort } from '../ports.js';
import { fingerprintOf, type HostKeyType, hostKeyFile, makeHostKeys } from './host-keys.js';
import { isRoot, type LabUser, labUser, usualUser } from './lab-user.js';
import { type OwnedFolder, ownedFolder } from './owned-folder.js';
import { pushKey } from './pushed-keys.js';
import { launchSshd, type OpensshServer, PortTakenError, requireSshd } from './sshd.js';
import { homeOf, type SshdSettings, searchPath, sshdConfig } from './sshd-config.js';

export interface SshHostOptions {
  /** A random one unless told otherwise. */
  readonly instanceId?: string;
  /** 127.0.0.1 unless told otherwise. */
  readonly address?: string;
  /** A free one unless told otherwise. */
  readonly port?: number;
  /** The network namespace to listen in; needs root. */
  readonly namespace?: string;
  /** Who can log in: as root anyone whose name begins with `exops-lab`, otherwise the current user only. */
  readonly users?: readonly string[];
  /** Where `<instance>/<user>` holds the keys that were pushed, when the lab's AWS shares it. */
  readonly keysFolder?: string;
  /** ed25519 alone unless told otherwise. */
  readonly hostKeyTypes?: readonly HostKeyType[];
  /** Folders that are searched before the machine's own, as those of `hostTools`. */
  readonly toolFolders?: readonly string[];
  readonly allowTcpForwarding?: boolean;
  readonly permitTty?: boolean;
  /** 6 unless told otherwise, as sshd's own. */
  readonly maxAuthTries?: number;
  /** Lines of `sshd_config` that win over the lab's own; no `Match`, and a `SetEnv` replaces the lab's variables. */
  readonly extraConfig?: readonly string[];
}

/** A real OpenSSH server that believes to be an EC2 instance with EC2 Instance Connect. */
export interface SshHost {
  readonly instanceId: string;
  readonly address: string;
  readonly port: number;
  /** The first user. */
  readonly user: string;
  /** The first user's home on this host, where sessions begin; no other host has it. */
  readonly home: string;
  /** Holds `<instance>/<user>`, a file of pushed keys: what the lab's AWS writes to. */
  readonly keysFolder: string;
  /** The keys that it has now. */
  hostKeys(): readonly HostKey[];
  /** Of the same keys: `SHA256:…` */
  fingerprints(): readonly string[];
  /** Lets a public key line in for some seconds, 60 unless told otherwise, as a pushed key; with 0 it has expired. */
  admit(publicKey: string, options?: { readonly seconds?: number; readonly user?: string }): Promise<void>;
  /** Everything the server has said since the first start. */
  log(): Promise<string>;
  /** Stops every process of the host where it is: connections open and stay silent. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Ends every process of the host at once, sessions and what they left running too; `restart` brings it back. */
  kill(): Promise<void>;
  /** Ends it if it runs, and starts it on the same port, with other host keys when asked. */
  restart(options?: { readonly newHostKeys?: boolean }): Promise<void>;
  /** Ends it for good and removes its files. */
  stop(): Promise<void>;
}

const attempts = 4;

/**
 * Starts a host and resolves when it listens.
 * @throws Error when there is no sshd on this machine and none can be installed
 */
export async function startSshHost(options: SshHostOptions = {}): Promise<SshHost> {
  const server = await requireSshd();
  const users = await Promise.all((options.users ?? [usualUser()]).map(labUser));
  for (let attempt = 1; ; attempt++) {
    const folder = await ownedFolder();
    try {
      return await start(server, folder, users, options);
    } catch (error) {
      await folder.remove();
      const tryAgain = error instanceof PortTakenError && options.port === undefined && attempt < attempts;
      if (!tryAgain) throw error;
    }
  }
}

async function start(
  server: OpensshServer,
  folder: OwnedFolder,
  users: readonly LabUser[],
  options: SshHostOptions,
): Promise<SshHost> {
  const { hostKeyTypes = ['ed25519'], namespace } = options;
  const settings: SshdSettings = {
    folder: folder.path,
    address: options.address ?? '127.0.0.1',
    port: options.port ?? (await freePort()),
    hostKeys: hostKeyTypes.map((type) => hostKeyFile(folder.path, type)),
    instanceId: options.instanceId ?? `i-${randomBytes(9).toString('hex').slice(0, 17)}`,
    keysFolder: options.keysFolder ?? join(folder.path, 'keys'),
    users,
    toolFolders: options.toolFolders ?? [],
    allowTcpForwarding: options.allowTcpForwarding ?? true,
    permitTty: options.permitTty ?? true,
    maxAuthTries: options.maxAuthTries ?? 6,
    extra: options.extraConfig ?? [],
  };
  const config = join(folder.path, 'sshd_config');
  const log = join(folder.path, 'sshd.log');
  const within = namespace === undefined ? [] : ['ip', 'netns', 'exec', namespace];
  const launch = (): ReturnType<typeof launchSshd> => launchSshd(server, { config, log, within });

  const [first] = users;
  if (first === undefined) throw new Error('A host needs a user.');
  await Promise.all(users.map((user) => makeHome(settings, user)));
  await writeFile(config, sshdConfig(settings, server), { mode: 0o600 });
  const keys = await makeHostKeys(folder.path, hostKeyTypes);
  const state = { keys, process: await launch(), lastPush: Promise.resolve() };

  const kill = async (): Promise<void> => {
    await folder.signal('KILL');
    await state.process.kill();
  };
  const { address, port, instanceId, keysFolder } = settings;
  return {
    ...{ address, port, instanceId, keysFolder, kill },
    user: first.name,
    home: homeOf(settings, first),
    hostKeys: () => state.keys,
    fingerprints: () => state.keys.map(fingerprintOf),
    admit(publicKey, { seconds = 60, user = first.name } = {}) {
      const file = join(keysFolder, instanceId, user);
      const push = (): Promise<void> => pushKey(file, publicKey, Math.floor(Date.now() / 1000) + seconds);
      state.lastPush = state.lastPush.then(push, push);
      return state.lastPush;
    },
    log: () => readFile(log, 'utf8'),
    pause: () => folder.signal('STOP'),
    resume: () => folder.signal('CONT'),
    async restart({ newHostKeys = false } = {}) {
      await kill();
      if (newHostKeys) state.keys = await makeHostKeys(folder.path, hostKeyTypes);
      state.process = await launch();
    },
    async stop() {
      await kill();
      await folder.remove();
    },
  };
}

// A login shell sets PATH anew in /etc/profile, and every session would begin in the home of the machine's user.
async function makeHome(settings: SshdSettings, user: LabUser): Promise<void> {
  const home = homeOf(settings, user);
  await mkdir(home, { recursive: true });
  await writeFile(join(home, '.profile'), `export PATH='${searchPath(settings)}'\ncd\n`);
  await writeFile(join(home, '.bashrc'), 'cd\n');
  if (isRoot)
    await Promise.all(
      [home, join(home, '.profile'), join(home, '.bashrc')].map((path) => chown(path, user.uid, user.gid)),
    );
}
