import { describe, expect, test } from 'vitest';
import { hostKeyAlgorithms } from '../../../src/lib/ssh/key-types.js';

const usual = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
  'ssh-rsa',
];

describe('the host key algorithms that are asked for', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['modern ones first when nothing is known', [], usual],
    [
      'what is known first',
      ['ecdsa-sha2-nistp384'],
      ['ecdsa-sha2-nistp384', 'ssh-ed25519', 'ecdsa-sha2-nistp256'],
    ],
    [
      'an RSA key with new hashes first',
      ['ssh-rsa'],
      ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa', 'ssh-ed25519'],
    ],
    [
      'several in the order that they are known in',
      ['ssh-rsa', 'ecdsa-sha2-nistp256'],
      ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa', 'ecdsa-sha2-nistp256', 'ssh-ed25519'],
    ],
    ['nothing for a type that we have no word for', ['sk-ssh-ed25519@openssh.com'], usual],
  ])('%s', (_, known, first) => {
    const algorithms = hostKeyAlgorithms(known);
    expect(algorithms.slice(0, first.length)).toEqual(first);
    expect([...algorithms].sort()).toEqual([...usual].sort());
  });
});
