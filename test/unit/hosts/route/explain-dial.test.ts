import { expect, test } from 'vitest';
import { DialTimeout, explainDial } from '../../../../src/lib/hosts/route/explain-dial.js';

const target = { name: 'kafka (i-0123456789abcdef0)', port: 22 };
const vpn = 'This is a private address: only its own network reaches it, or a VPN. Is the VPN up?';
const group = [
  'The security group may not admit this machine on port 22.',
  'Ways in that need no open port: --route eice, --route ssm.',
].join('\n');

function failure(code: string): Error {
  return Object.assign(new Error(`connect ${code} somewhere`), { code });
}

test.each<[unknown, string, string, string | undefined]>([
  [
    failure('ECONNREFUSED'),
    '198.51.100.7',
    'nothing listens there (connection refused)',
    'Check that sshd runs there, and on this port: port: in exops.yaml.',
  ],
  [new DialTimeout(10_000), '198.51.100.7', 'no answer in 10 s', group],
  [failure('ETIMEDOUT'), '198.51.100.7', 'no answer (ETIMEDOUT)', group],
  [new DialTimeout(10_000), '10.0.11.8', 'no answer in 10 s', vpn],
  [failure('ETIMEDOUT'), '10.0.11.8', 'no answer (ETIMEDOUT)', vpn],
  [failure('EHOSTUNREACH'), '10.0.11.8', 'there is no way to this address from here (EHOSTUNREACH)', vpn],
  [
    failure('ENETUNREACH'),
    '198.51.100.7',
    'there is no way to this address from here (ENETUNREACH)',
    undefined,
  ],
  [
    failure('ENOTFOUND'),
    'kafka.internal',
    "the name doesn't resolve here (ENOTFOUND)",
    'Private names resolve only inside their network, or through a VPN.',
  ],
  [failure('EMFILE'), '198.51.100.7', 'connect EMFILE somewhere', undefined],
  ['odd', '198.51.100.7', 'odd', undefined],
])('%o at %s', (cause, address, why, hint) => {
  const error = explainDial(cause, address, target);
  expect(error.message).toBe(`Can't reach SSH on kafka (i-0123456789abcdef0) at ${address}:22: ${why}.`);
  expect(error).toMatchObject({ hint, cause });
});

test('an IPv6 address stands in brackets', () => {
  expect(explainDial(failure('ECONNREFUSED'), '2001:db8::7', target).message).toContain(
    ' at [2001:db8::7]:22: ',
  );
});
