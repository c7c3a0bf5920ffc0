import { createHash } from 'node:crypto';
import type { HostKey } from './ssh.js';

/** A key's fingerprint as OpenSSH prints it: `SHA256:` and 43 characters. */
export function fingerprint({ base64 }: HostKey): string {
  const hash = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64');
  return `SHA256:${hash.replace(/=+$/, '')}`;
}
