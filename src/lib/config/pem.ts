import { createPrivateKey, X509Certificate } from 'node:crypto';
import { UsageError } from '../errors.js';
import { Secret } from './secret.js';

/**
 * The certificates of a PEM text, without whatever else is in the file: a key beside them stays out of sight.
 * @throws UsageError whose message follows the file's name
 */
export function certificatesOf(text: string): string {
  const blocks = blocksOf(text, /^(TRUSTED |X509 )?CERTIFICATE$/);
  if (blocks.length === 0) throw new UsageError('is no PEM file with a certificate');
  for (const block of blocks)
    attempt(() => new X509Certificate(block), 'has a certificate that can not be read');
  return `${blocks.join('\n')}\n`;
}

/**
 * The private key of a PEM text.
 * @throws UsageError whose message follows the file's name
 */
export function privateKeyOf(text: string): Secret {
  const [block] = blocksOf(text, /PRIVATE KEY$/);
  if (block === undefined) throw new UsageError('is no PEM file with a private key');
  if (/BEGIN ENCRYPTED|ENCRYPTED$/m.test(block))
    throw new UsageError('has a key with a passphrase, which exops has no way to ask for');
  attempt(() => createPrivateKey(block), 'has a private key that can not be read');
  return new Secret(`${block}\n`);
}

/** Whether the first certificate is the one of this key. */
export function belongsTo(certificates: string, key: Secret): boolean {
  return new X509Certificate(certificates).checkPrivateKey(createPrivateKey(key.reveal()));
}

function blocksOf(text: string, label: RegExp): string[] {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[\s\S]*?-----END \1-----/g);
  return [...blocks].filter((match) => label.test(match[1] ?? '')).map((match) => match[0]);
}

/** The cause is left out: it could quote the key. */
function attempt(work: () => unknown, message: string): void {
  try {
    work();
  } catch {
    throw new UsageError(message);
  }
}
