import { chunk } from '../chunk.js';
import { ExopsError } from '../errors.js';
import type { SecretsManager } from './aws.js';
import { AwsNotFoundError, MissingRightError } from './aws-errors.js';
import type { Connection } from './connection.js';

type Found = readonly (readonly [id: string, text: string])[];

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html */
const largestBatch = 20;
const batchAction = 'secretsmanager:BatchGetSecretValue';

export function secretsManager(connection: Connection): SecretsManager {
  const ask = connection.client('SECRETS_MANAGER', async (settings) =>
    (await import('./secretsmanager-client.js')).secretsManagerClient(settings),
  );

  async function one(id: string, signal?: AbortSignal): Promise<Found> {
    try {
      const call = { action: 'secretsmanager:GetSecretValue', resource: id };
      const secret = await ask(
        call,
        (client, options) => client.getSecretValue({ SecretId: id }, options),
        signal,
      );
      return [[id, textOf(id, secret)]];
    } catch (error) {
      if (error instanceof AwsNotFoundError) return [];
      throw error;
    }
  }

  async function several(ids: string[], signal?: AbortSignal): Promise<Found> {
    const { SecretValues = [] } = await ask(
      { action: batchAction },
      (client, options) => client.batchGetSecretValue({ SecretIdList: ids }, options),
      signal,
    );
    const found = ids.flatMap((id) => {
      const secret = SecretValues.find((answered) => isCalled(id, answered));
      return secret === undefined ? [] : [[id, textOf(id, secret)] as const];
    });
    const isFound = new Set(found.map(([id]) => id));
    // A batch says less about why than a request for the one secret does.
    const others = await oneByOne(
      ids.filter((id) => !isFound.has(id)),
      signal,
    );
    return [...found, ...others];
  }

  async function oneByOne(ids: readonly string[], signal?: AbortSignal): Promise<Found> {
    return (await Promise.all(ids.map((id) => one(id, signal)))).flat();
  }

  async function batch(ids: string[], signal?: AbortSignal): Promise<Found> {
    if (ids.length === 1) return oneByOne(ids, signal);
    try {
      return await several(ids, signal);
    } catch (error) {
      // A right of its own, which those who may read the secrets often lack.
      if (!(error instanceof MissingRightError && error.right.action === batchAction)) throw error;
      return oneByOne(ids, signal);
    }
  }

  return {
    async values(ids, signal) {
      const batches = chunk([...new Set(ids)], largestBatch);
      return new Map((await Promise.all(batches.map((some) => batch(some, signal)))).flat());
    },
  };
}

interface AnsweredSecret {
  readonly ARN?: string | undefined;
  readonly Name?: string | undefined;
  readonly SecretString?: string | undefined;
}

/** By its name, or by its ARN with or without the six random characters at the end. */
function isCalled(id: string, { ARN, Name }: AnsweredSecret): boolean {
  return id === Name || id === ARN || id === ARN?.replace(/-[^-]{6}$/, '');
}

function textOf(id: string, { SecretString }: AnsweredSecret): string {
  if (SecretString === undefined) throw new ExopsError(`The secret ${id} holds binary data, not text.`);
  return SecretString;
}
