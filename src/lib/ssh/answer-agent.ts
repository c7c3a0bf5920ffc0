import { generateKeyPairSync, sign } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { encodeKeyPair } from './key-pair.js';
import { readSshStrings, sshString } from './wire-string.js';

/** A key that signs and can't be read. */
export interface SigningKey {
  /** An OpenSSH public key line without a comment. */
  readonly publicKey: string;
  /** The raw ed25519 signature, 64 bytes. */
  sign(data: Buffer): Buffer;
}

export function newSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { publicKey } = encodeKeyPair(privateKey);
  return { publicKey, sign: (data) => sign(null, data, privateKey) };
}

/** https://datatracker.ietf.org/doc/html/draft-miller-ssh-agent#section-5.1 */
const numbers = { failure: 5, listKeys: 11, keys: 12, sign: 13, signature: 14 } as const;

const longestRequest = 256 * 1024;

/** Answers an SSH client that asks for keys and signatures; everything else it asks for fails. */
export function answerAgent(client: Duplex, key: SigningKey): void {
  let pending = Buffer.alloc(0);
  client.on('error', () => client.destroy());
  client.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    while (pending.length >= 4) {
      const length = pending.readUInt32BE(0);
      if (length > longestRequest) client.destroy();
      if (length > longestRequest || pending.length < 4 + length) return;
      client.write(sshString(answer(pending.subarray(4, 4 + length), key)));
      pending = pending.subarray(4 + length);
    }
  });
}

function answer(request: Buffer, { publicKey, sign: signWith }: SigningKey): Buffer {
  const [type = '', base64 = ''] = publicKey.split(' ');
  const blob = Buffer.from(base64, 'base64');
  const message = (number: number, ...parts: Buffer[]) => Buffer.concat([Buffer.from([number]), ...parts]);
  if (request[0] === numbers.listKeys) {
    const one = Buffer.from([0, 0, 0, 1]);
    return message(numbers.keys, one, sshString(blob), sshString('exops'));
  }
  // The flags after the two strings choose a hash, of which ed25519 has only one.
  const [wanted, data] = request[0] === numbers.sign ? (readSshStrings(request.subarray(1, -4)) ?? []) : [];
  if (wanted === undefined || data === undefined || !wanted.equals(blob)) return message(numbers.failure);
  return message(numbers.signature, sshString(Buffer.concat([sshString(type), sshString(signWith(data))])));
}
