import { fingerprint } from '../../ssh/fingerprint.js';
import type { HostKey } from '../../ssh/ssh.js';

/** A host key as people and tags name it. */
export interface KeyPrint {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, … */
  readonly type: string;
  /** `SHA256:` and 43 characters. */
  readonly fingerprint: string;
}

/** Types of host keys that can be trusted; those that OpenSSH gave up aren't among them. */
const hostKeyTypes: ReadonlySet<string> = new Set([
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'ssh-rsa',
]);

/** 32 bytes in canonical base64 without padding: the last character has only four bits to say. */
const sha256 = /^SHA256:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]$/;

export function printOf(key: HostKey): KeyPrint {
  return { type: key.type, fingerprint: fingerprint(key) };
}

/** A type and a fingerprint as text; undefined when either isn't one. */
export function readPrint(type: string, text: string): KeyPrint | undefined {
  return hostKeyTypes.has(type) && sha256.test(text) ? { type, fingerprint: text } : undefined;
}

export function includesPrint(prints: readonly KeyPrint[], one: KeyPrint): boolean {
  return prints.some(({ type, fingerprint: text }) => type === one.type && text === one.fingerprint);
}

/** `ssh-ed25519 SHA256:9mK…` */
export function printWords({ type, fingerprint: text }: KeyPrint): string {
  return `${type} ${text}`;
}
