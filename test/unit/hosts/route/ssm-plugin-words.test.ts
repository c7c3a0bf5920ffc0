import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findBanner, findFarewell, readComplaint } from '../../../../src/lib/hosts/route/ssm-plugin-words.js';

const id = 'kim-0123456789abcdef0';

describe('where SSH begins', () => {
  test.each([
    ['SSH-2.0-OpenSSH_9.6\r\n', 0],
    ['\nStarting session with SessionId: kim-0\nSSH-2.0-OpenSSH_9.6\r\n', 40],
    ['Welcome to SSH-2.0\n', -1],
    ['SSH', -1],
    ['', -1],
  ])('%j', (text, at) => {
    expect(findBanner(Buffer.from(text))).toBe(at);
  });
});

describe('what the plugin complains about', () => {
  test.each([
    [`\nStarting session with SessionId: ${id}\n`, '', undefined],
    ['', '', undefined],
    [
      `\nStarting session with SessionId: ${id}\nCannot perform start session: EOF\n`,
      '',
      'Cannot perform start session: EOF',
    ],
    [
      `\n\nSessionId: ${id} : Connection to destination port failed, check SSH configuration.\n\n`,
      '',
      'Connection to destination port failed, check SSH configuration.',
    ],
    [
      `\n\nExiting session with sessionId: ${id}.\n\n`,
      'panic: no\u001b[31m memory',
      'panic: no\\x1b[31m memory',
    ],
    ['one\r\ntwo\n', 'zero\n', 'zero one two'],
  ])('%j %j', (output, errorOutput, complaint) => {
    expect(readComplaint(output, errorOutput)).toBe(complaint);
  });
});

describe('how the plugin takes its leave', () => {
  test.each([
    [`\n\nExiting session with sessionId: ${id}.\n\n`, '', undefined],
    [`rest\n\nExiting session with sessionId: ${id}.\n\n`, 'rest', undefined],
    [`rest\n\nSessionId: ${id} : Your session timed out.\n\n`, 'rest', 'Your session timed out.'],
    [`Session: ${id} timed out.\n`, '', 'timed out'],
    [`\n\nSessionId: ${id} : one\n\u001b[2Jtwo\n\n`, '', 'one\\n\\x1b[2Jtwo'],
  ])('%j', (text, before, reason) => {
    expect(findFarewell(Buffer.from(text), id)).toEqual({ before: Buffer.from(before), reason });
  });

  test('another session’s words are bytes as any other', () => {
    expect(findFarewell(Buffer.from('\n\nExiting session with sessionId: bob-1.\n\n'), id)).toBeUndefined();
  });

  test('the bytes before it are whole, however many there are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 10_000 }), fc.boolean(), (bytes, hasReason) => {
        const words = hasReason ? `SessionId: ${id} : over` : `Exiting session with sessionId: ${id}.`;
        const chunk = Buffer.concat([bytes, Buffer.from(`\n\n${words}\n\n`)]);
        const farewell = findFarewell(chunk, id);
        expect(farewell?.before.equals(bytes)).toBe(true);
        expect(farewell?.reason).toBe(hasReason ? 'over' : undefined);
        expect(findFarewell(Buffer.from(bytes), id)).toBeUndefined();
      }),
    );
  });
});
