import {
  BatchGetSecretValueCommand,
  type BatchGetSecretValueCommandInput,
  GetSecretValueCommand,
  type GetSecretValueCommandInput,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { ClientSettings, SendOptions } from './connection.js';

export function secretsManagerClient(settings: ClientSettings) {
  const client = new SecretsManagerClient(settings);
  return {
    getSecretValue: (input: GetSecretValueCommandInput, options: SendOptions) =>
      client.send(new GetSecretValueCommand(input), options),
    batchGetSecretValue: (input: BatchGetSecretValueCommandInput, options: SendOptions) =>
      client.send(new BatchGetSecretValueCommand(input), options),
  };
}
