import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { ClientSettings, SendOptions } from './connection.js';

export function stsClient(settings: ClientSettings) {
  const client = new STSClient(settings);
  return {
    getCallerIdentity: (options: SendOptions) => client.send(new GetCallerIdentityCommand({}), options),
  };
}
