import { expect, test } from 'vitest';
import { describeItemError, isAccessError, itemError } from '../../../src/lib/kafka/item-error.js';

test('code 0 is no error', () => {
  expect(itemError(0)).toBeUndefined();
  expect(itemError(0, 'all is well')).toBeUndefined();
});

test.each([
  [38, 'larger than 1', 'larger than 1 (INVALID_REPLICATION_FACTOR)'],
  [41, null, 'NOT_CONTROLLER'],
  [-1, null, 'UNKNOWN_SERVER_ERROR'],
  [89, null, 'THROTTLING_QUOTA_EXCEEDED'],
  [44, 'no\n\u001b[2Jsudo id', 'no\\n\\x1b[2Jsudo id (POLICY_VIOLATION)'],
  [9_999, 'from a later broker', 'from a later broker (ERROR_9999)'],
])('code %i is described in the words of the broker, with its name', (code, message, described) => {
  const error = itemError(code, message);
  expect(error === undefined ? undefined : describeItemError(error)).toBe(described);
});

test.each([
  [29, true],
  [30, true],
  [31, true],
  [3, false],
])('code %i is a missing right: %s', (code, isAccess) => {
  expect(isAccessError({ code, name: '', message: null })).toBe(isAccess);
});
