import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect, vi } from 'vitest';
import { laptop, openEc2Host, ownAws } from '../integration/connect/hosts.js';
import type { AwsLab } from '../lab/aws/aws-lab.js';
import type { Ec2Host } from '../lab/ec2-host.js';
import { requireCommand } from '../lab/ssh/debian-packages.js';
import { type Finished, finished } from '../lab/ssh/openssh-client.js';
import { executable, exops } from './exops.js';

export type OpensshCommand = 'ssh' | 'scp' | 'rsync';

/** A laptop whose OpenSSH was told by `exops ssh-config` how to reach a host. Its home is a folder of its own. */
export interface OpensshLaptop {
  readonly aws: AwsLab;
  readonly host: Ec2Host;
  readonly folder: string;
  /** The files that `exops ssh-config` tells OpenSSH to look at. */
  readonly knownHosts: string;
  readonly agent: string;
  /** Runs an OpenSSH command, or rsync over it, to its end. */
  run(command: OpensshCommand, args: readonly string[], input?: string): Promise<Finished>;
  /** What `connect --stdio` has left, or holds, for OpenSSH. */
  stateFiles(): Promise<readonly string[]>;
  /** Waits until nothing is left but the host's key: ssh doesn't wait for the end of its ProxyCommand. */
  cleared(): Promise<void>;
  /** Every file of the home folder, with what it holds. Sockets and links hold nothing. */
  files(): Promise<ReadonlyMap<string, string>>;
}

const packages = { ssh: 'openssh-client', scp: 'openssh-client', rsync: 'rsync' } as const;

/** A host that exops.yaml calls x, and a laptop that reaches it with OpenSSH. */
export async function opensshLaptop(name: string): Promise<OpensshLaptop> {
  const aws = ownAws();
  const host = await openEc2Host(aws, name);
  const { folder, env } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  await mkdir(join(folder, 'bin'));
  await symlink(executable, join(folder, 'bin', 'exops'));
  const printed = await exops(['ssh-config'], { cwd: folder, env });
  expect(printed).toMatchObject({ code: 0, stderr: '' });
  const config = join(folder, 'ssh_config');
  await writeFile(config, printed.stdout);
  const variables = { ...env, HOME: folder, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` };
  const setting = (name: string) => new RegExp(`^  ${name} (\\S+)$`, 'm').exec(printed.stdout)?.[1] ?? '';
  const knownHosts = setting('UserKnownHostsFile');
  const agent = setting('IdentityAgent').replace('%r', host.user);
  const stateFiles = async () => (await readdir(dirname(agent)).catch(() => [])).sort();
  return {
    ...{ aws, host, folder, knownHosts, agent },
    async run(command, args, input) {
      const purpose = `exops ssh-config is tried with ${command}`;
      const program = await requireCommand(command, packages[command], purpose);
      const settings = command === 'rsync' ? ['-e', `ssh -F ${config}`] : ['-F', config];
      const clean = Object.entries(variables).map(([variable, value]) => `${variable}=${value}`);
      return finished(['env', '-i', '-C', folder, ...clean, program, ...settings, ...args], input);
    },
    stateFiles,
    cleared: () =>
      vi.waitFor(async () => expect(await stateFiles()).toEqual([basename(knownHosts)]), { timeout: 20_000 }),
    async files() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const paths = entries
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name: file }) => join(parentPath, file));
      return new Map(
        await Promise.all(paths.map(async (path) => [path, await readFile(path, 'latin1')] as const)),
      );
    },
  };
}
