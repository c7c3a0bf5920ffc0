import type { ParsedKey } from 'ssh2';
import { newKeyPair } from './key-pair.js';
import type * as Ssh2 from './ssh2-client.js';

/** A new key to log in with. */
export interface LoginKey {
  /** As an OpenSSH public key line. */
  readonly publicKey: string;
  readonly signer: ParsedKey;
  /** Drops the private half. */
  forget(): void;
}

/**
 * ssh2 keeps the key for as long as the connection lasts, so what it gets is a public key that can sign until it is
 * told to forget.
 */
export function newLoginKey({ parseKey }: typeof Ssh2): LoginKey {
  const { publicKey, privateKey } = newKeyPair();
  let secret: ParsedKey | undefined = parsed(privateKey);
  const signer: ParsedKey = Object.create(parsed(publicKey), {
    isPrivateKey: { value: () => true },
    sign: { value: (data: Buffer) => secret?.sign(data) ?? new Error('The key was dropped.') },
  });
  return {
    publicKey,
    signer,
    forget() {
      secret = undefined;
    },
  };

  function parsed(text: string): ParsedKey {
    const key = parseKey(text);
    if (key instanceof Error) throw key;
    return key;
  }
}
