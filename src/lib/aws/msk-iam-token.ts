import type { CredentialProvider } from './credentials.js';
import { endOf } from './credentials-facts.js';

export interface MskIamToken {
  /** What OAUTHBEARER takes: a signed address in base64url. It is a credential. */
  readonly token: string;
  /** Milliseconds since the epoch: of the token, or of the credentials when they end sooner. */
  readonly expiresAt: number;
}

export interface MskIamTokenInput {
  /** The one that all clients share, so that a token and its successor are of the same principal. */
  readonly credentials: CredentialProvider;
  /** The cluster's. */
  readonly region: string;
  /** Goes around the signing of each. */
  readonly during?: (sign: () => Promise<MskIamToken>) => Promise<MskIamToken>;
  readonly now?: () => number;
}

const renewBeforeMs = 60_000;

/**
 * Tokens for the IAM listeners of MSK in a region, signed without asking anybody: the same one until a minute before its
 * end, for all who ask. https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control.html
 */
export function mskIamTokens(input: MskIamTokenInput): () => Promise<MskIamToken> {
  const { now = Date.now, during = (sign) => sign() } = input;
  let current: Promise<MskIamToken> | undefined;
  const fresh = () => {
    const made = during(() => signToken(input));
    current = made;
    made.catch(() => {
      if (current === made) current = undefined;
    });
    return made;
  };
  return async () => {
    const asked = current;
    if (asked === undefined) return fresh();
    const token = await asked;
    if (token.expiresAt - now() > renewBeforeMs) return token;
    // Of several who notice, the first one renews.
    return current === asked || current === undefined ? fresh() : current;
  };
}

async function signToken({ credentials, region }: MskIamTokenInput): Promise<MskIamToken> {
  const [signer, signedWith] = await Promise.all([import('./msk-iam-signer.js'), credentials()]);
  const { accessKeyId, secretAccessKey, sessionToken } = signedWith;
  // Without their end, of which the signer would make fractions of a second in X-Amz-Expires.
  const keys = {
    ...{ accessKeyId, secretAccessKey },
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const { token, expiryTime } = await signer.generateAuthTokenFromCredentialsProvider({
    region,
    awsCredentialsProvider: async () => keys,
  });
  return { token, expiresAt: Math.min(expiryTime, endOf(signedWith) ?? expiryTime) };
}
