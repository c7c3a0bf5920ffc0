import {
  EC2InstanceConnectClient,
  SendSSHPublicKeyCommand,
  type SendSSHPublicKeyCommandInput,
} from '@aws-sdk/client-ec2-instance-connect';
import type { ClientSettings, SendOptions } from './connection.js';

export function ec2InstanceConnectClient(settings: ClientSettings) {
  const client = new EC2InstanceConnectClient(settings);
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request);
      } catch (error) {
        // The instance can't take a key right now, which passes.
        const passes = error instanceof Error && error.name === 'EC2InstanceUnavailableException';
        if (passes) Object.assign(error, { $retryable: {} });
        throw error;
      }
    },
    { step: 'deserialize', priority: 'high', name: 'retryUnavailableInstances' },
  );
  return {
    sendSshPublicKey: (input: SendSSHPublicKeyCommandInput, options: SendOptions) =>
      client.send(new SendSSHPublicKeyCommand(input), options),
  };
}
