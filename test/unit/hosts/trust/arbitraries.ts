import fc from 'fast-check';
import type { HostKey } from '../../../../src/lib/ssh/ssh.js';
import { ecdsa, ed25519, rsa } from './host-keys.js';

const bytes = fc.integer({ min: 0, max: 255 });
export const hostKeys: fc.Arbitrary<HostKey> = fc.oneof(
  bytes.map(ed25519),
  bytes.map((byte) => ecdsa(byte)),
  bytes.map((byte) => ecdsa(byte, 'nistp384')),
  bytes.map((byte) => ecdsa(byte, 'nistp521')),
  bytes.map(rsa),
);

/** Keys that are all different. */
export function someKeys(minLength: number, maxLength: number): fc.Arbitrary<HostKey[]> {
  return fc.uniqueArray(hostKeys, { minLength, maxLength, selector: ({ base64 }) => base64 });
}
