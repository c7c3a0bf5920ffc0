import { expect, test } from 'vitest';
import {
  AwsError,
  AwsNotFoundError,
  AwsThrottledError,
  AwsUnreachableError,
} from '../../../../src/lib/aws/aws-errors.js';
import { AccessError, ExopsError } from '../../../../src/lib/errors.js';
import { ConflictError, ForbiddenError, GoneError, UncertainError } from '../../../../src/lib/k8s/errors.js';
import { isGone, isPassing, isRefused, isRefusedForNow } from '../../../../src/lib/power/rules/failures.js';

/** The most telling of what can be said of a failure comes first, as it is asked. */
function meaning(error: unknown): string {
  if (isGone(error)) return 'gone';
  if (isRefusedForNow(error)) return 'not now';
  if (isRefused(error)) return 'no';
  return isPassing(error) ? 'nobody knows' : 'a mistake';
}

test.each<[unknown, string]>([
  [new AwsNotFoundError('DBInstanceNotFound', ''), 'gone'],
  [new GoneError(''), 'gone'],
  [new AwsThrottledError('Throttling', ''), 'not now'],
  [new AwsError('InvalidDBInstanceState', ''), 'not now'],
  [new AwsError('IncorrectInstanceState', ''), 'not now'],
  [new AwsError('ScalingActivityInProgress', ''), 'not now'],
  [new ConflictError(''), 'not now'],
  [new AccessError(''), 'no'],
  [new ForbiddenError(''), 'no'],
  [new AwsError('InsufficientInstanceCapacity', ''), 'no'],
  [new AwsError('KMSKeyNotAccessibleFault', ''), 'no'],
  [new AwsError('ResourceInUseException', ''), 'not now'],
  [new AwsError('InternalFailure', ''), 'nobody knows'],
  [new AwsError('ServiceUnavailable', ''), 'nobody knows'],
  [new AwsUnreachableError('rds', ''), 'nobody knows'],
  [new UncertainError(''), 'nobody knows'],
  [new ExopsError(''), 'a mistake'],
  [new TypeError(''), 'a mistake'],
])('%o', (error, is) => {
  expect(meaning(error)).toBe(is);
});
