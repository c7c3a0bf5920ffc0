import type { Identity } from './aws.js';
import type { Connection } from './connection.js';

export interface Sts {
  /** Who the credentials belong to. */
  identity(): Promise<Identity>;
}

export function sts(connection: Connection): Sts {
  const ask = connection.client('STS', async (settings) =>
    (await import('./sts-client.js')).stsClient(settings),
  );
  return {
    async identity() {
      const { Account = '', Arn = '' } = await ask({ action: 'sts:GetCallerIdentity' }, (client, options) =>
        client.getCallerIdentity(options),
      );
      return { accountId: Account, arn: Arn };
    },
  };
}
