import type { Pin } from '../../../../src/lib/ssh/known-hosts-line.js';
import { formatPublicKey } from '../../../../src/lib/ssh/public-key.js';
import type { HostKey } from '../../../../src/lib/ssh/ssh.js';
import { sshString } from '../../../../src/lib/ssh/wire-string.js';

const curvePoints = { nistp256: 65, nistp384: 97, nistp521: 133 } as const;

/** The ed25519 key whose bytes are all this one. */
export function ed25519(byte: number): HostKey {
  return keyOf('ssh-ed25519', Buffer.alloc(32, byte));
}

export function ecdsa(byte: number, curve: keyof typeof curvePoints = 'nistp256'): HostKey {
  const point = Buffer.alloc(curvePoints[curve], byte);
  point[0] = 4;
  return keyOf(`ecdsa-sha2-${curve}`, Buffer.from(curve), point);
}

/** 3072 bits, as ssh-keygen makes them. */
export function rsa(byte: number): HostKey {
  return keyOf('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.from([0, ...Buffer.alloc(384, byte)]));
}

export function keyOf(type: string, ...parts: readonly Buffer[]): HostKey {
  const blob = Buffer.concat([Buffer.from(type), ...parts].map((part) => sshString(part)));
  return { type, base64: blob.toString('base64') };
}

export function pinned(key: HostKey, over: Partial<Pin> = {}): Pin {
  return { key, source: 'tag', since: '2026-11-21', ...over };
}

/** As a file in /etc/ssh has it. */
export function publicKeyLine(key: HostKey, comment = 'root@ip-10-0-11-8'): string {
  return `${formatPublicKey(key)} ${comment}`;
}
