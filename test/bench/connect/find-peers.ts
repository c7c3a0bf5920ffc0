import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { requireCommand } from '../../lab/ssh/debian-packages.js';
import { finished } from '../../lab/ssh/openssh-client.js';
import { installPeers, type PythonPeers } from './peers/install-peers.js';

/** An AWS CLI, as `aws-connect.sh` is told of it. */
export interface AwsCli {
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What exops is compared with. */
export interface Peers {
  readonly ssh: { readonly program: string; readonly version: string };
  /** Undefined when they can't be had. */
  readonly python: PythonPeers | undefined;
  readonly awsClis: readonly AwsCli[];
  readonly missing: readonly string[];
}

/** Those from PyPI and OpenSSH are installed where that is possible; version 2 of the AWS CLI is on the PATH or missing. */
export async function findPeers(): Promise<Peers> {
  const program = await requireCommand('ssh', 'openssh-client', "exops is compared with OpenSSH's ssh");
  const said = await finished([program, '-V']);
  const version = /OpenSSH_(\S+?),?\s/.exec(said.stderr)?.[1] ?? 'of unknown version';
  const python = await installPeers().catch((error: unknown) => {
    console.error(`mssh, botocore and the AWS CLI can't be had: ${String(error)}`);
    return undefined;
  });
  const second = await findAwsCli2();
  return {
    ssh: { program, version },
    python,
    awsClis: [
      ...(python === undefined ? [] : [firstAwsCli(python)]),
      ...(second === undefined ? [] : [second]),
    ],
    missing: [
      ...(python === undefined ? ['mssh', 'botocore', 'AWS CLI 1'] : []),
      ...(second === undefined ? ['AWS CLI 2'] : []),
    ],
  };
}

function firstAwsCli({ python, aws, versions }: PythonPeers): AwsCli {
  const version = versions.get('awscli') ?? '';
  return { version, env: { PYTHON: python, AWS_PROGRAM: aws } };
}

/** PyPI has only the first. */
async function findAwsCli2(): Promise<AwsCli | undefined> {
  const files = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'aws'));
  for (const file of files.filter((one) => existsSync(one))) {
    const { stdout } = await finished([file, '--version']);
    const version = /^aws-cli\/(2\.\S+)/.exec(stdout)?.[1];
    if (version !== undefined) return { version, env: { AWS_PROGRAM: file, AWS_PAGER: '' } };
  }
  return undefined;
}
