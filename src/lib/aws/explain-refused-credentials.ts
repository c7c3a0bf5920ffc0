import { AwsCredentialsError } from './aws-errors.js';
import type { CredentialSource } from './choose-credentials.js';
import type { RawError } from './raw-error.js';
import { redact } from './redact.js';

const expired: ReadonlySet<string> = new Set([
  'ExpiredToken',
  'ExpiredTokenException',
  'TokenRefreshRequired',
]);

const unknownKeys: ReadonlySet<string> = new Set([
  'AuthFailure',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'UnrecognizedClientException',
]);

const wrongSignature: ReadonlySet<string> = new Set([
  'IncompleteSignature',
  'IncompleteSignatureException',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
]);

const wrongClock: ReadonlySet<string> = new Set([
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
]);

/** Why AWS doesn't accept the credentials; undefined when the error is another one. */
export function explainRefusedCredentials(
  error: RawError,
  source: CredentialSource,
  cause: unknown,
): AwsCredentialsError | undefined {
  const { name, message } = error;
  const refused = (why: string, hint: string, details: { cause?: unknown } = { cause }) =>
    new AwsCredentialsError(`AWS refuses ${sayCredentials(source)}: ${why} (${name}).`, { hint, ...details });

  if (isWrongClock(error))
    return refused('the request is of another time', 'Set the clock of this machine right.');
  if (expired.has(name)) return refused('they have expired', sayRenewal(source));
  if (unknownKeys.has(name))
    return refused(
      "it doesn't know them",
      `${sayRenewal(source)}\nIt answers the same in a region that the account hasn't enabled.`,
      {},
    );
  // AWS's words for it repeat what was signed, tokens included, so they aren't kept.
  if (wrongSignature.has(name))
    return refused('their signature is wrong', "The secret access key may not be the access key id's.", {});
  if (!message.startsWith('MultiFactorAuthentication failed')) return undefined;
  return new AwsCredentialsError(`AWS doesn't accept the MFA code: ${redact(message)}`, { cause });
}

function isWrongClock({ name, message }: RawError): boolean {
  return wrongClock.has(name) || (wrongSignature.has(name) && /^Signature (expired|not yet)/i.test(message));
}

function sayCredentials(source: CredentialSource): string {
  switch (source.from) {
    case 'variables':
      return 'the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
    case 'profile':
      return `the credentials of the profile ${source.profile}`;
    default:
      return 'the credentials that were found';
  }
}

function sayRenewal(source: CredentialSource): string {
  if (source.from === 'variables') return 'Set the variables anew, or name a profile: --profile NAME';
  return source.login === undefined ? 'Get new ones, or take another profile.' : `Try: ${source.login}`;
}
