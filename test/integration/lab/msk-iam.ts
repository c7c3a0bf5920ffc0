import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { generateAuthTokenFromCredentialsProvider } from 'aws-msk-iam-sasl-signer-js';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import type { IamKey } from '../../lab/kafka/msk-iam-keys.js';
import type { MskLab } from '../../lab/kafka/msk-lab.js';

/** A key that nobody else has. */
export function randomKey(rest: Partial<IamKey> = {}): IamKey {
  const accessKeyId = `AKIA${randomBytes(8).toString('hex').toUpperCase()}`;
  return { accessKeyId, secretAccessKey: randomBytes(15).toString('hex'), ...rest };
}

/** The token that AWS's own signer makes. */
export async function signedToken(key: IamKey, region: string): Promise<string> {
  const awsCredentialsProvider = async () => key;
  return (await generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider })).token;
}

/** Logs in over the IAM listener, does something, and leaves. */
export async function withIam<Result>(
  { listeners, pki }: MskLab,
  token: string | (() => Promise<string>),
  use: (admin: Admin) => Promise<Result>,
  /** Of a session that long it logs in again after this time. */
  again?: { readonly sessionMs: number; readonly loginMs: number },
): Promise<Result> {
  const oauthBearerProvider = async () => ({ value: typeof token === 'string' ? token : await token() });
  const admin = new Kafka({
    brokers: listeners.iam.split(','),
    ssl: { ca: await readFile(pki.ca, 'utf8') },
    sasl: { mechanism: 'oauthbearer', oauthBearerProvider },
    ...(again && { reauthenticationThreshold: again.sessionMs - again.loginMs }),
    // Its own second is too short for a machine that is busy.
    connectionTimeout: 20_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  }).admin();
  try {
    await admin.connect();
    return await use(admin);
  } finally {
    await admin.disconnect();
  }
}
