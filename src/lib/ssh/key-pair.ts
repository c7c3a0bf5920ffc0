import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { formatPublicKey } from './public-key.js';
import { sshString } from './wire-string.js';

/** An ed25519 key pair as OpenSSH writes it. */
export interface KeyPair {
  /** A line of 80 characters, without a comment: the least that EC2 Instance Connect takes. */
  readonly publicKey: string;
  /** PEM, not encrypted. It belongs in memory only. */
  readonly privateKey: string;
}

const type = 'ssh-ed25519';
const rawLength = 32;

/** A new key pair. */
export function newKeyPair(): KeyPair {
  return encodeKeyPair(generateKeyPairSync('ed25519').privateKey);
}

/** Encodes a pair with all 32 bytes of either half; ssh2's own generator drops those that lead with zeros. */
export function encodeKeyPair(key: KeyObject): KeyPair {
  const { x, d } = key.export({ format: 'jwk' });
  const publicBytes = rawBytes(x);
  const blob = Buffer.concat([sshString(type), sshString(publicBytes)]);
  return {
    publicKey: formatPublicKey({ type, base64: blob.toString('base64') }),
    privateKey: privatePem(blob, publicBytes, rawBytes(d)),
  };
}

function rawBytes(text: string | undefined): Buffer {
  const bytes = Buffer.from(text ?? '', 'base64url');
  if (bytes.length !== rawLength) throw new Error(`An ed25519 key of ${bytes.length} bytes.`);
  return bytes;
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key */
function privatePem(blob: Buffer, publicBytes: Buffer, privateBytes: Buffer): string {
  const check = randomBytes(4);
  const secret = Buffer.concat([
    check,
    check,
    blob,
    sshString(Buffer.concat([privateBytes, publicBytes])),
    sshString(''),
  ]);
  const padding = Buffer.from(Array.from({ length: -secret.length & 7 }, (_, index) => index + 1));
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    sshString('none'),
    sshString('none'),
    sshString(''),
    Buffer.from([0, 0, 0, 1]),
    sshString(blob),
    sshString(Buffer.concat([secret, padding])),
  ]);
  const lines = body.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----', ''].join(
    '\n',
  );
}
