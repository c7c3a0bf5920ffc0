import type { AwsLab } from './aws/aws-lab.js';
import type { InstanceRequest } from './aws/requests.js';
import { type SshHost, type SshHostOptions, startSshHost } from './ssh/host.js';

/** An instance of the AWS lab that has a real sshd: a key that is pushed for it lets in there, and nowhere else. */
export interface Ec2Host extends SshHost {
  readonly name: string;
  /** Fit for `exops.yaml`: which instance, who and where. */
  readonly settings: string;
}

/**
 * Starts an instance with an sshd on this machine's loopback, which is its public address unless told otherwise.
 * @param name its Name tag
 */
export async function startEc2Host(
  aws: AwsLab,
  name: string,
  { instance = {}, ssh = {} }: { readonly instance?: InstanceRequest; readonly ssh?: SshHostOptions } = {},
): Promise<Ec2Host> {
  const address = ssh.address ?? '127.0.0.1';
  const instanceId = await aws.runInstance({ name, publicAddress: address, ...instance });
  const host = await startSshHost({ ...ssh, instanceId, keysFolder: aws.keysFolder });
  return {
    ...host,
    name,
    settings: `{ instance: ${instanceId}, user: ${host.user}, port: ${host.port} }`,
  };
}
