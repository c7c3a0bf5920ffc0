import { chmod, copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type StartedAws, startAws } from '../../lab/aws/start.js';
import { type Ec2Host, startEc2Host } from '../../lab/ec2-host.js';
import { type OpensshClient, opensshClient } from '../../lab/ssh/openssh-client.js';
import { type TemporaryFolder, temporaryFolder } from '../../lab/temporary-folder.js';

/** One instance with an sshd, and everything that the contenders need to get in. */
export interface Scene {
  readonly aws: StartedAws;
  readonly host: Ec2Host;
  readonly zone: string;
  /** An OpenSSH client whose key is in its user's `authorized_keys`. */
  readonly inPlace: OpensshClient;
  /** An OpenSSH client whose key lets in when it was pushed. */
  readonly pushed: OpensshClient;
  /** An `exops.yaml`. */
  readonly config: string;
  /** The home of every contender. */
  readonly scratch: string;
  readonly capMs: number;
}

/** The names that `exops.yaml` has for the instance: by its id, and by its Name tag. */
export const hostNames = { byId: 'kafka', byTag: 'kafka-by-tag' } as const;
/** The environment that names the account, which is then asked for and compared. */
export const guardedEnvironment = 'guarded';

/** Starts the instance, hands it to `work`, and ends it. */
export async function withScene<Result>(
  given: Pick<Scene, 'scratch' | 'capMs'>,
  work: (scene: Scene) => Promise<Result>,
): Promise<Result> {
  const endings: (() => Promise<void>)[] = [];
  const ends = <Part>(part: Part, end: () => Promise<void>): Part => {
    endings.unshift(end);
    return part;
  };
  try {
    const started = await startAws();
    const aws = ends(started, started.stop);
    const [inPlace, pushed] = await Promise.all([opensshClient(), opensshClient()]);
    ends(inPlace, inPlace.remove);
    ends(pushed, pushed.remove);
    const folder = await temporaryFolder();
    const host = await startHost(aws, inPlace, ends(folder, folder.remove));
    ends(host, host.stop);
    const { availabilityZone: zone } = await aws.describeInstance(host.instanceId);
    const config = join(given.scratch, 'exops.yaml');
    await writeFile(config, configuration(host));
    return await work({ ...given, aws, host, zone, inPlace, pushed, config });
  } finally {
    for (const end of endings) await end();
  }
}

/** sshd reads `authorized_keys` as the user who logs in, and the folder is in one that everybody may write to. */
async function startHost(
  aws: StartedAws,
  { identity }: OpensshClient,
  { path }: TemporaryFolder,
): Promise<Ec2Host> {
  const file = join(path, 'authorized_keys');
  await chmod(path, 0o755);
  await copyFile(`${identity}.pub`, file);
  await chmod(file, 0o644);
  const extraConfig = ['StrictModes no', `AuthorizedKeysFile "${file}"`];
  return startEc2Host(aws, 'bench-kafka', { ssh: { extraConfig } });
}

function configuration({ name, settings, user, port }: Ec2Host): string {
  const hosts = [
    '    hosts:',
    `      ${hostNames.byId}: ${settings}`,
    `      ${hostNames.byTag}: { instance: { tag: { Name: ${name} } }, user: ${user}, port: ${port} }`,
  ];
  return [
    'version: 1',
    'defaultEnvironment: dev',
    'environments:',
    '  dev:',
    '    aws: { region: ap-northeast-2 }',
    ...hosts,
    `  ${guardedEnvironment}:`,
    '    aws: { region: ap-northeast-2, accountId: "123456789012" }',
    ...hosts,
    '',
  ].join('\n');
}
