import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { type AwsLab, awsRegion, joinAws } from '../../../lab/aws/aws-lab.js';
import { type AwsMskLab, awsMskLab } from '../../../lab/aws/msk-lab.js';
import { type NetworkLab, networkLab } from '../../../lab/aws/network-lab.js';
import type { InstanceRequest } from '../../../lab/aws/requests.js';
import { type Ec2Host, startEc2Host } from '../../../lab/ec2-host.js';
import type { MskLab } from '../../../lab/kafka/msk-lab.js';
import { sharedMsk } from '../../../lab/kafka/msk-shared.js';
import type { LabNamespace } from '../../../lab/kubernetes/namespace.js';
import { sharedKubernetes } from '../../../lab/kubernetes/shared.js';
import type { SshHostOptions } from '../../../lab/ssh/host.js';
import { temporaryFolder } from '../../../lab/temporary-folder.js';
import type { SharedKafka } from '../../../lab/vitest-setup.js';
import { vouchByConsole } from '../../connect/hosts.js';

/** Where one set-up is built: a folder, an access key of its own, and whatever parts it asks for. */
export interface Place {
  readonly folder: string;
  readonly aws: AwsLab;
  readonly msks: AwsMskLab;
  readonly network: NetworkLab;
  /** A broker without login. */
  readonly kafka: SharedKafka;
  /** `name-1a2b3c4d`, which nobody else has. */
  named(name: string): string;
  /** The MSK in miniature, whose IAM listener accepts this place's access key unless it is told not to. */
  msk(options?: { readonly isLetIn?: boolean }): Promise<MskLab>;
  /** An instance with an sshd, whose console output vouches for its key. */
  host(ssh?: SshHostOptions, instance?: InstanceRequest): Promise<Ec2Host>;
  namespace(): Promise<LabNamespace>;
  /** Ends with the set-up. */
  started<Part extends { stop(): Promise<void> }>(part: Promise<Part>): Promise<Part>;
  /** The same part for every set-up that asks for it by this name. */
  shared<Part extends { stop(): Promise<void> }>(name: string, start: () => Promise<Part>): Promise<Part>;
  /** Writes a file into the folder and returns its path. */
  write(name: string, text: string): Promise<string>;
}

/** Where the hosts listen: the brokers are at 127.0.0.1, and would be taken for one of them there. */
export const hostAddress = '127.0.0.2';

/** Where the lab's AWS is, and which account it is. */
export const awsBlock = { region: awsRegion, accountId: '123456789012' };

const sharedParts = new Map<string, Promise<{ stop(): Promise<void> }>>();

/** Ends what set-ups had in common. */
export async function endShared(): Promise<void> {
  const parts = [...sharedParts.values()];
  sharedParts.clear();
  await Promise.allSettled(parts.map(async (part) => (await part).stop()));
}

/** Opens a place, lets `use` do what it wants there, and ends all that was started for it. */
export async function inPlace<Result>(use: (place: Place) => Promise<Result>): Promise<Result> {
  const ends: (() => Promise<void>)[] = [];
  const folder = await temporaryFolder('exops-doctor-');
  ends.push(folder.remove);
  const aws = joinAws(inject('aws'));
  const started: Place['started'] = async (starting) => {
    const part = await starting;
    ends.push(() => part.stop());
    return part;
  };
  const place: Place = {
    ...{ folder: folder.path, aws, started, kafka: inject('kafka') },
    msks: awsMskLab(aws),
    network: networkLab(aws),
    named: (name) => `${name}-${randomBytes(4).toString('hex')}`,
    async msk({ isLetIn = true } = {}) {
      const msk = await sharedMsk();
      if (isLetIn) await msk.letIn(keyOf(aws));
      return msk;
    },
    async host(ssh = {}, instance = {}) {
      const options = { ssh: { address: hostAddress, ...ssh }, instance };
      const host = await started(startEc2Host(aws, 'doctors-host', options));
      await vouchByConsole(aws, host);
      return host;
    },
    async namespace() {
      const namespace = await (await sharedKubernetes()).namespace('doctor');
      ends.push(() => namespace.remove());
      return namespace;
    },
    async shared<Part extends { stop(): Promise<void> }>(name: string, start: () => Promise<Part>) {
      const part = sharedParts.get(name) ?? start();
      sharedParts.set(name, part);
      return part as Promise<Part>;
    },
    async write(name, text) {
      const path = join(folder.path, name);
      await writeFile(path, text);
      return path;
    },
  };
  try {
    return await use(place);
  } finally {
    for (const end of ends.reverse()) await end();
  }
}

/** What IAM tokens of this place are signed with. */
export function keyOf({ env }: AwsLab): { readonly accessKeyId: string; readonly secretAccessKey: string } {
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = env;
  return { accessKeyId, secretAccessKey };
}
