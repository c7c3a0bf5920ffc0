import type { HostKey } from './ssh.js';
import { readSshStrings } from './wire-string.js';

/** Whether what follows the type inside a key has the form that the type asks for. */
type Form = (parts: readonly Buffer[]) => boolean;

const forms: ReadonlyMap<string, Form> = new Map([
  // https://www.rfc-editor.org/rfc/rfc8709#section-4
  ['ssh-ed25519', ([key, ...more]) => key?.length === 32 && more.length === 0],
  // https://www.rfc-editor.org/rfc/rfc5656#section-3.1, with points that aren't compressed
  ['ecdsa-sha2-nistp256', onCurve('nistp256', 65)],
  ['ecdsa-sha2-nistp384', onCurve('nistp384', 97)],
  ['ecdsa-sha2-nistp521', onCurve('nistp521', 133)],
  // https://www.rfc-editor.org/rfc/rfc4253#section-6.6
  ['ssh-rsa', (parts) => parts.length === 2 && parts.every((part) => part.length > 0)],
]);

function onCurve(curve: string, pointLength: number): Form {
  return ([name, point, ...more]) =>
    name?.equals(Buffer.from(curve)) === true &&
    point?.length === pointLength &&
    point[0] === 4 &&
    more.length === 0;
}

/**
 * Reads an OpenSSH public key line, `type base64 comment`, the comment being optional. Undefined when the line isn't
 * exactly that, or of a type that no host has today: a line from a console or a tag may hold anything.
 */
export function parsePublicKey(line: string): HostKey | undefined {
  const [, type, base64] = /^([a-z0-9-]+)[ \t]+([A-Za-z0-9+/]+=*)(?:[ \t][^\r\n]*)?$/.exec(line.trim()) ?? [];
  if (type === undefined || base64 === undefined) return undefined;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return undefined;
  const [embedded, ...parts] = readSshStrings(bytes) ?? [];
  const fits = embedded?.equals(Buffer.from(type)) === true && forms.get(type)?.(parts) === true;
  return fits ? { type, base64 } : undefined;
}

/** The OpenSSH public key line, without a comment. */
export function formatPublicKey({ type, base64 }: HostKey): string {
  return `${type} ${base64}`;
}

/** The key that a server sent; undefined when it is of a form or type that `parsePublicKey` doesn't read either. */
export function publicKeyOf(bytes: Buffer): HostKey | undefined {
  const type = readSshStrings(bytes)?.[0]?.toString('latin1') ?? '';
  return parsePublicKey(`${type} ${bytes.toString('base64')}`);
}
