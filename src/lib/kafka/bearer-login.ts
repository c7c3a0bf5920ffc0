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
        new TokenRefusedError(withoutToken(words, value), describeIamToken(value));
      try {
        const challenge = await say(`n,,\u0001auth=Bearer ${value}\u0001\u0001`);
        if (challenge.length === 0) return;
        // The broker says why only after this.
        await say('\u0001');
        throw refusal(challenge.subarray(0, longestWords).toString('utf8'));
      } catch (error) {
        throw isRefusal(error) ? refusal(error.message) : error;
      }
    },
  });
}

/** A broker may say anything at all, of any length. Characters. */
const longestWords = 1_000;
/** Of what stands in a token without blanks and marks, so much can't be by chance. */
const runs = /[\w%+/=-]{16,}/g;

/** What the broker says, without the token or parts of it, as it was sent or as the address that it is. */
function withoutToken(words: string, token: string): string {
  const address = Buffer.from(token, 'base64url').toString('utf8');
  const known = [token, address, decoded(address)];
  return words
    .slice(0, longestWords)
    .replaceAll(token, hidden)
    .replace(runs, (run) => (known.some((text) => text.includes(run)) ? hidden : run));
}

const hidden = '••••';

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
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
