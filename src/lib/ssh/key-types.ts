import type { ServerHostKeyAlgorithm } from 'ssh2';

/** What a host may sign with, by the type of its key; modern first. DSA, which OpenSSH gave up, isn't among them. */
const algorithmsByType: ReadonlyMap<string, readonly ServerHostKeyAlgorithm[]> = new Map([
  ['ssh-ed25519', ['ssh-ed25519']],
  ['ecdsa-sha2-nistp256', ['ecdsa-sha2-nistp256']],
  ['ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384']],
  ['ecdsa-sha2-nistp521', ['ecdsa-sha2-nistp521']],
  ['ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa']],
]);

/**
 * The host key algorithms to offer. A host with several keys presents the first type that we ask for, so those that
 * are known of it come first: otherwise it would present one that nobody has seen.
 */
export function hostKeyAlgorithms(knownTypes: readonly string[]): ServerHostKeyAlgorithm[] {
  const types = new Set([...knownTypes, ...algorithmsByType.keys()]);
  return [...types].flatMap((type) => algorithmsByType.get(type) ?? []);
}
