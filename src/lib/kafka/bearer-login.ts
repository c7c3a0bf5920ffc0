import { describeIamToken, type IamTokenFacts } from './iam-token.js';
import type { AuthenticationProvider } from './sasl.js';

/** The broker refused a token. */
export class TokenRefusedError extends Error {
  readonly facts: IamTokenFacts | undefined;

  /** @param message the broker's own words */
  constructor(message: string, facts: IamTokenFacts | undefined) {
    super(message);
    this.name = 'TokenRefusedError';
    this.facts = facts;
  }
}

/**
 * OAUTHBEARER for kafkajs: https://www.rfc-editor.org/rfc/rfc7628. kafkajs' own takes a broker's refusal in a challenge
 * (RFC 7628, 3.2.2) for a login.
 * @param token asked at each login
 */
export function bearerLogin(token: () => Promise<string>): AuthenticationProvider {
  return ({ saslAuthenticate }) => ({
    async authenticate() {
      const value = await token();
      const say = (text: string) =>
        saslAuthenticate({
          request: { encode: async () => withLength(text) },
          response: { decode: async (bytes) => bytes.subarray(lengthBytes), parse: async (bytes) => bytes },
        });
      const refusal = (words: string) =>
        new TokenRefusedError(words.replaceAll(value, '••••'), describeIamToken(value));
      try {
        const challenge = await say(`n,,\u0001auth=Bearer ${value}\u0001\u0001`);
        if (challenge.length === 0) return;
        // The broker says why only after this.
        await say('\u0001');
        throw refusal(challenge.toString('utf8'));
      } catch (error) {
        throw isRefusal(error) ? refusal(error.message) : error;
      }
    },
  });
}

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && 'type' in error && error.type === 'SASL_AUTHENTICATION_FAILED';
}

const lengthBytes = 4;

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(lengthBytes);
  length.writeInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
