import { type Variables, variable } from '../config/environment-variables.js';
import type { CredentialSource } from './choose-credentials.js';
import { once } from './once.js';
import type { ProfileFiles } from './profiles.js';
import type { RequestHandler } from './request-handler.js';

/** What requests are signed with. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

export type CredentialProvider = () => Promise<Credentials>;

export interface CredentialInput {
  readonly source: CredentialSource;
  readonly files: ProfileFiles;
  readonly region: string;
  readonly env: Variables;
  /** Sends the requests that it takes to get them. */
  readonly handler: () => Promise<RequestHandler>;
  readonly askMfaCode: ((serial: string) => Promise<string>) | undefined;
}

/** One provider for all clients: what it finds, and what a person was asked for, holds until it expires. */
export function credentialProvider(input: CredentialInput): CredentialProvider {
  const { source, env } = input;
  if (source.from === 'variables') return async () => keysOf(env);
  const chain = once(async () => {
    const [{ credentialChain }, handler] = await Promise.all([
      import('./credential-chain.js'),
      input.handler(),
    ]);
    return credentialChain(source, input, handler);
  });
  return untilExpiry(async () => (await chain())());
}

/** Whoever exports credentials may say when they end: `aws configure export-credentials --format env` does. */
function keysOf(env: Variables): Credentials {
  const sessionToken = variable(env, 'AWS_SESSION_TOKEN');
  const expiration = new Date(variable(env, 'AWS_CREDENTIAL_EXPIRATION') ?? Number.NaN);
  return {
    accessKeyId: variable(env, 'AWS_ACCESS_KEY_ID') ?? '',
    secretAccessKey: variable(env, 'AWS_SECRET_ACCESS_KEY') ?? '',
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(Number.isNaN(expiration.getTime()) ? {} : { expiration }),
  };
}

const renewBeforeMs = 60_000;

/** Gives the same credentials until a minute before their end. */
export function untilExpiry(load: CredentialProvider, now: () => number = Date.now): CredentialProvider {
  let current = once(load);
  return async () => {
    const asked = current;
    const credentials = await asked();
    const endsAt = credentials.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
    if (endsAt - now() > renewBeforeMs) return credentials;
    // Of several who notice, the first one renews.
    if (current === asked) current = once(load);
    return current();
  };
}
