import { formatPublicKey, parsePublicKey } from '../../ssh/public-key.js';
import type { HostKey } from '../../ssh/ssh.js';
import { type KeyPrint, printOf, printWords, readPrint } from './key-print.js';

/** The tag of an instance that holds the host keys its team vouches for: whoever may set tags may vouch. */
export const hostKeyTag = 'exops:ssh-hostkey';

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const longestValue = 256;

/**
 * The keys of a tag's value: public key lines, or types with a fingerprint, between commas. None for an empty value;
 * undefined when a part of it is neither, since a list that can't be read whole may lack the one that matters.
 */
export function parseHostKeyTag(value: string): readonly KeyPrint[] | undefined {
  if (value.trim() === '') return [];
  const prints = value.split(',').map((part) => readPart(part.trim()));
  return prints.every((print) => print !== undefined) ? prints : undefined;
}

function readPart(part: string): KeyPrint | undefined {
  const [, type = '', fingerprint = ''] = /^(\S+) +(SHA256:\S+)$/.exec(part) ?? [];
  if (fingerprint !== '') return readPrint(type, fingerprint);
  const key = parsePublicKey(part);
  return key === undefined ? undefined : printOf(key);
}

/**
 * A tag value with these keys, whole as far as they fit: the longest become fingerprints.
 * @returns undefined when even their fingerprints are too long together
 */
export function formatHostKeyTag(keys: readonly HostKey[]): string | undefined {
  const shortened = new Set<HostKey>();
  const byLength = [...keys].sort((one, other) => other.base64.length - one.base64.length);
  for (const longest of [undefined, ...byLength]) {
    if (longest !== undefined) shortened.add(longest);
    const parts = keys.map((key) => (shortened.has(key) ? printWords(printOf(key)) : formatPublicKey(key)));
    const value = parts.join(',');
    if (value.length <= longestValue) return value;
  }
  return undefined;
}
