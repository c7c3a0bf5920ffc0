import { ExopsError } from '../errors.js';
import { type AwsCall, sayCall } from './aws-call.js';
import { AwsError, AwsNotFoundError, AwsThrottledError } from './aws-errors.js';
import type { CredentialSource } from './choose-credentials.js';
import { explainNoCredentials } from './explain-no-credentials.js';
import { explainRefusedCredentials } from './explain-refused-credentials.js';
import { explainUnreachable } from './explain-unreachable.js';
import { isMissingRight, missingRightError } from './missing-right.js';
import { type RawError, rawError } from './raw-error.js';
import { redact, redactedError } from './redact.js';

/** Says what it means that a request failed. The message has nothing in it that lets somebody in. */
export function explainAwsError(thrown: unknown, call: AwsCall, source: CredentialSource): ExopsError {
  if (thrown instanceof ExopsError) return thrown;
  const error = rawError(thrown);
  const cause = redactedError(thrown);
  return (
    explainNoCredentials(error, source, cause) ??
    explainRefusedCredentials(error, source, cause) ??
    (isMissingRight(error.name) ? missingRightError(error.message, call, cause) : undefined) ??
    explainUnreachable(error, call, cause) ??
    explainAnswer(error, call, cause)
  );
}

const throttling: ReadonlySet<string> = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'PriorRequestNotComplete',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
]);

function explainAnswer(error: RawError, call: AwsCall, cause: unknown): AwsError {
  const { name, httpStatus } = error;
  const words = wordsOf(error);
  if (throttling.has(name) || httpStatus === 429)
    return new AwsThrottledError(name, `AWS throttles ${sayCall(call)}: ${words}`, {
      hint: 'Too much is asked in this account right now. Try again in a minute.',
      cause,
    });
  if (isNotFound(error)) return new AwsNotFoundError(name, `${sayCall(call)} failed: ${words}`, { cause });
  return new AwsError(name, `${sayCall(call)} failed: ${words}`, { cause });
}

/** CloudFormation's stacks and Auto Scaling's groups have no code of their own for it. */
function isNotFound({ name, message }: RawError): boolean {
  const words = / does not exist|^AutoScalingGroup (name )?not found/;
  const isWorded = name === 'ValidationError' && words.test(message);
  return isWorded || /NotFound|^NoSuch/.test(name);
}

function wordsOf({ name, message, httpStatus }: RawError): string {
  const words = redact(message);
  const status = httpStatus === undefined ? '' : `, HTTP ${httpStatus}`;
  const isSaid = words === '' || words === name;
  return isSaid ? `${name}${status}` : `${words} (${name})`;
}
