import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redact } from '../../../src/lib/aws/redact.js';

const token = fc.stringMatching(/^[A-Za-z0-9+/=]{20,60}$/);
const signature = fc.stringMatching(/^[0-9a-f]{64}$/);

test.each([
  ['a query', token, (one: string) => `wss://host/openTunnel?X-Amz-Security-Token=${one}&x=1`],
  ['a canonical request', token, (one: string) => `host:ec2\nx-amz-security-token:${one}\n\nhost`],
  [
    'a header',
    signature,
    (one: string) => `AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host, Signature=${one}`,
  ],
  ['a signed address', signature, (one: string) => `https://host/?X-Amz-Signature=${one}`],
  ['a token', token, (one: string) => `Authorization: Bearer ${one}`],
  ['an encoded reason', token, (one: string) => `No. Encoded authorization failure message: ${one}`],
])('shows nothing of what is secret in %s', (_, secret, write) => {
  fc.assert(
    fc.property(secret, (one) => {
      expect(redact(write(one))).not.toContain(one.slice(0, 12));
    }),
  );
});

test('keeps everything else, on one line', () => {
  expect(redact(' We currently do not have\n  t3.large capacity.\u001b[31m ')).toBe(
    'We currently do not have t3.large capacity.\\x1b[31m',
  );
});
