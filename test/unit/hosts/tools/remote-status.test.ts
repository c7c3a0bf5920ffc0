import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { statusOf } from '../../../../src/lib/hosts/tools/remote-status.js';

describe('statusOf', () => {
  test.each([0, 1, 97, 255])('passes %i on', (code) => {
    expect(statusOf({ code, signal: undefined })).toBe(code);
  });

  test.each(['SIGHUP', 'SIGINT', 'SIGKILL', 'SIGSEGV', 'SIGPIPE', 'SIGTERM', 'SIGALRM'] as const)(
    'has the status of a shell for %s',
    (signal) => {
      expect(statusOf({ code: undefined, signal })).toBe(128 + constants.signals[signal]);
    },
  );

  test.each(['SIGSOMETHING', undefined])('is 255 for an end by %s', (signal) => {
    expect(statusOf({ code: undefined, signal })).toBe(255);
  });
});
