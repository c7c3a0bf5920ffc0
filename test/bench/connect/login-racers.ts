import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { awsRegion, joinAws } from '../../lab/aws/aws-lab.js';
import type { Racer } from '../take-turns.js';
import { type Command, CommandFailedError } from '../timed-commands.js';
import { type ExopsConnect, exopsConnect, pinForTeam } from './exops-connect.js';
import type { AwsCli, Peers } from './find-peers.js';
import { remoteCommand, timeFirstByte } from './first-byte.js';
import { msshOptions, opensshOptions } from './openssh-options.js';
import type { PythonPeers } from './peers/install-peers.js';
import { guardedEnvironment, hostNames, type Scene } from './scene.js';

/** Everyone who can log in, exops' own command first. */
export interface LoginRacers {
  /** It is known where the instance is. */
  readonly pushOnly: readonly Racer[];
  readonly lookUp: readonly Racer[];
  /** Nothing is asked of AWS at all. */
  readonly keyInPlace: Racer;
}

interface Login {
  readonly contender: string;
  readonly shown: string;
  readonly command: Command;
  /** What it asks of AWS, in alphabetical order: a run that asks for anything else doesn't count. */
  readonly calls: readonly string[];
  readonly before?: () => Promise<void>;
}

const push = ['SendSSHPublicKey'];
const lookUpAndPush = ['DescribeInstances', ...push];

export async function loginRacers(scene: Scene, peers: Peers): Promise<LoginRacers> {
  const ours = await exopsLogins(scene);
  const theirs = await scriptLogins(scene, peers);
  const plain = await opensshOptions(scene, scene.inPlace);
  const { user, address } = scene.host;
  return {
    pushOnly: [...ours.pushOnly, ...theirs.pushOnly].map((login) => racer(scene, login)),
    lookUp: [...ours.lookUp, ...theirs.lookUp].map((login) => racer(scene, login)),
    keyInPlace: racer(scene, {
      contender: 'OpenSSH',
      shown: 'ssh, with a key in place and nothing pushed',
      command: { argv: [peers.ssh.program, ...plain, `${user}@${address}`, remoteCommand.join(' ')] },
      calls: [],
    }),
  };
}

interface Logins {
  readonly pushOnly: readonly Login[];
  readonly lookUp: readonly Login[];
}

/** Each by a person of its own, so that none profits from what another remembers. */
async function exopsLogins(scene: Scene): Promise<Logins> {
  await pinForTeam(scene);
  const known = await exopsConnect(scene, 'known');
  const guarded = await exopsConnect(scene, 'guarded');
  const tagged = await exopsConnect(scene, 'tagged');
  const forgotten = await exopsConnect(scene, 'forgotten');
  const login = (shown: string, { command }: ExopsConnect, calls: Login['calls'], ...args: string[]) => ({
    contender: 'exops',
    shown,
    command: command(...args, '--', ...remoteCommand),
    calls,
  });
  const { byId, byTag } = hostNames;
  const accountFirst = ['GetCallerIdentity', ...push];
  return {
    pushOnly: [
      login('exops connect, where the instance was last time', known, push, byId),
      login(
        'exops connect, with `aws.accountId` compared',
        guarded,
        accountFirst,
        byId,
        '-e',
        guardedEnvironment,
      ),
    ],
    lookUp: [
      login('exops connect, by Name tag', tagged, lookUpAndPush, byTag),
      {
        ...login('exops connect, by id', forgotten, lookUpAndPush, byId),
        before: () => rm(forgotten.places, { recursive: true, force: true }),
      },
    ],
  };
}

async function scriptLogins(scene: Scene, { python, awsClis }: Peers): Promise<Logins> {
  const { host, zone } = scene;
  const place = { INSTANCE: host.instanceId, ZONE: zone, ADDRESS: host.address };
  const mssh = python === undefined ? undefined : await msshLogins(scene, python);
  const script = await scriptOf(scene);
  const scripts = (env: Readonly<Record<string, string>>) => [
    ...(python === undefined ? [] : [script.botocore(python, env)]),
    ...awsClis.map((cli) => script.awsCli(cli, env)),
  ];
  const pushOnly = scripts(place).map((login) => ({ ...login, calls: push }));
  const lookUp = scripts({ NAME: host.name }).map((login) => ({ ...login, calls: lookUpAndPush }));
  return {
    pushOnly: [...(mssh === undefined ? [] : [mssh.pushOnly]), ...pushOnly],
    lookUp: [...(mssh === undefined ? [] : [mssh.lookUp]), ...lookUp],
  };
}

async function msshLogins(
  scene: Scene,
  { python, mssh }: PythonPeers,
): Promise<{ readonly pushOnly: Login; readonly lookUp: Login }> {
  const { user, address, instanceId } = scene.host;
  const options = await msshOptions(scene);
  const login = (shown: string, calls: Login['calls'], flags: readonly string[], target: string): Login => ({
    contender: 'mssh',
    shown,
    calls,
    command: { argv: [python, mssh, ...flags, ...options, `${user}@${target}`, ...remoteCommand] },
  });
  const told = ['-t', instanceId, '-z', scene.zone];
  return {
    pushOnly: login('mssh, told address and zone', push, told, address),
    lookUp: login('mssh, by id', lookUpAndPush, [], instanceId),
  };
}

interface Scripts {
  botocore(peers: PythonPeers, env: Command['env']): Omit<Login, 'calls'>;
  awsCli(cli: AwsCli, env: Command['env']): Omit<Login, 'calls'>;
}

async function scriptOf(scene: Scene): Promise<Scripts> {
  const { pushed, host } = scene;
  const options = await opensshOptions(scene, pushed);
  const args = [host.user, `${pushed.identity}.pub`, remoteCommand.join(' '), ...options];
  return {
    botocore: ({ python }, env) => ({
      contender: 'botocore',
      shown: 'the botocore script, then `ssh`',
      command: { argv: [python, peerFile('botocore_connect.py'), ...args], env: { ...env } },
    }),
    awsCli: ({ version, env: cli }, env) => ({
      contender: 'AWS CLI',
      shown: `the AWS CLI ${version}, then \`ssh\``,
      command: { argv: [peerFile('aws-connect.sh'), ...args], env: { ...env, ...cli } },
    }),
  };
}

const peerFile = (name: string): string => fileURLToPath(new URL(`peers/${name}`, import.meta.url));

/** With an access key of its own, by which its calls are told from others'. */
function racer(scene: Scene, { contender, shown, command, calls, before }: Login): Racer {
  const aws = joinAws(scene.aws.access);
  const env = { ...aws.env, AWS_DEFAULT_REGION: awsRegion, ...command.env };
  return {
    contender,
    shown,
    atLeast: contender === 'exops' ? 3 : 1,
    async run() {
      await before?.();
      const { length: seen } = await aws.calls();
      const ms = await timeFirstByte({ ...command, env }, scene);
      const made = (await aws.calls()).slice(seen).map(({ action }) => action);
      if (made.sort().join() === calls.join()) return ms;
      throw new CommandFailedError(`It asked AWS for ${made.join(', ') || 'nothing'}.`);
    },
  };
}
