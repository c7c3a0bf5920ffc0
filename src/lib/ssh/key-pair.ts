import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
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

/** What stands before the raw bytes: https://datatracker.ietf.org/doc/html/rfc8410#section-4 and section 7. */
const publicPrefix = Buffer.from('302a300506032b6570032100', 'hex');
const privatePrefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A new key pair. */
export function newKeyPair(): KeyPair {
  return encodeKeyPair(generateKeyPairSync('ed25519').privateKey);
}

/**
 * Encodes a pair with all 32 bytes of either half; ssh2's own generator drops those that lead with zeros.
 * Never by way of a JWK: Node 20 holds a lock of the key meanwhile, and when garbage is collected just then, the end of
 * the job that generated the key waits for that lock, for ever.
 */
export function encodeKeyPair(key: KeyObject): KeyPair {
  const publicDer = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const publicBytes = rawBytes(publicDer, publicPrefix);
  const privateBytes = rawBytes(key.export({ format: 'der', type: 'pkcs8' }), privatePrefix);
  const blob = Buffer.concat([sshString(type), sshString(publicBytes)]);
  return {
    publicKey: formatPublicKey({ type, base64: blob.toString('base64') }),
    privateKey: privatePem(blob, publicBytes, privateBytes),
  };
}

function rawBytes(der: Buffer, prefix: Buffer): Buffer {
  const bytes = der.subarray(prefix.length);
  if (bytes.length !== rawLength || !der.subarray(0, prefix.length).equals(prefix))
    throw new Error(`No ed25519 key as RFC 8410 encodes it, but ${der.length} other bytes.`);
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
