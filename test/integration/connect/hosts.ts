import { inject, onTestFinished } from 'vitest';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';
import type { InstanceRequest } from '../../lab/aws/requests.js';
import { type Ec2Host, startEc2Host } from '../../lab/ec2-host.js';
import type { SshHostOptions } from '../../lab/ssh/host.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';

export interface Laptop {
  readonly aws: AwsLab;
  /** Runs exops in a folder with an `exops.yaml`, as a person whose pins stay from one run to the next. */
  exops(line: string, options?: RunOptions): Promise<RunResult>;
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * A laptop with credentials for the lab's AWS and an environment `dev`.
 * @param blocks of the environment: `hosts: { … }`
 */
export async function laptop(aws: AwsLab, ...blocks: readonly string[]): Promise<Laptop> {
  const account = 'aws: { region: ap-northeast-2, accountId: "123456789012" }';
  const lines = [account, ...blocks].map((block) => `    ${block}\n`).join('');
  const folder = await folderWith({ 'exops.yaml': `version: 1\nenvironments:\n  dev:\n${lines}` });
  const env = { ...aws.env, EXOPS_STATE_DIR: `${folder}/state` };
  return {
    ...{ aws, folder, env },
    exops: (line, options = {}) => run(line, { cwd: folder, ...options, env: { ...env, ...options.env } }),
  };
}

/** Without the lines that say what is waited for: how long that takes is no matter of a test. */
export function said({ stderr }: RunResult): string {
  return stderr.replaceAll(/^.* · \d+\.\d s (?:…|· \w+)\n/gm, '');
}

/** Credentials for the shared AWS that only this test has. */
export function ownAws(): AwsLab {
  return joinAws(inject('aws'));
}

/** An instance with an sshd for one test, whose console output vouches for its key. */
export async function openEc2Host(
  aws: AwsLab,
  name: string,
  ssh: SshHostOptions = {},
  instance: InstanceRequest = {},
): Promise<Ec2Host> {
  const host = await startEc2Host(aws, name, { ssh, instance });
  onTestFinished(() => host.stop());
  await vouchByConsole(aws, host);
  return host;
}

/** What cloud-init prints at an instance's first start. */
export async function vouchByConsole(aws: AwsLab, host: Ec2Host): Promise<void> {
  const keys = host.hostKeys().map(({ type, base64 }) => `${type} ${base64} root@ip-10-0-0-5`);
  const block = ['-----BEGIN SSH HOST KEY KEYS-----', ...keys, '-----END SSH HOST KEY KEYS-----'];
  await aws.setConsoleOutput(host.instanceId, `${block.join('\r\n')}\r\n`);
}
