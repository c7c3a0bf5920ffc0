import { nearest } from '../yaml/nearest.js';
import { mask } from './secret.js';

const secretParts = /pass|pwd|secret|token|credential|jaas|apikey/i;

/** Whether the value of such a key is a secret, misspelled or not. */
export function isSecretKey(key: string): boolean {
  return secretParts.test(key) || nearest(key, ['password']) !== undefined;
}

/** A value that may be shown: a reference, with or without quotes, and what may follow it. */
const reference = /^(["']?)\$\{[^{}]*\}\1\s*([,}#].*)?$/;
// The lookbehind keeps a long line of one word from being tried at each of its letters.
const keyAndColon = /(?<quote>["']?)(?<![\w.-])(?<key>[\w.-]+)\k<quote>\s*:(?:\s+|(?<=["']\s*:))/g;
const user = /:\/\/[^\s/@"']*@/g;

/**
 * The same text with the secrets that a line shows by itself masked, whether the text is YAML or not:
 * what stands behind `password:`, and a user before a host.
 */
export function maskSecretLines(text: string): string {
  const isAnchor = (name: string) => text.includes(`&${name}`);
  return text
    .split('\n')
    .map((line) => maskLine(line, isAnchor).replace(user, `://${mask}@`))
    .join('\n');
}

function maskLine(line: string, isAnchor: (name: string) => boolean): string {
  for (const match of line.matchAll(keyAndColon)) {
    const start = match.index + match[0].length;
    const value = line.slice(start);
    if (!isSecretKey(match.groups?.['key'] ?? '') || isShown(value.trim(), isAnchor)) continue;
    const isBlock = /^\s*(?:[-?]\s+)*$/.test(line.slice(0, match.index));
    return line.slice(0, start) + mask + (isBlock ? '' : afterFlowValue(value));
  }
  return line;
}

/** A map under such a key is an environment of that name, and an alias leads elsewhere: the nodes tell more. */
function isShown(value: string, isAnchor: (name: string) => boolean): boolean {
  const isMap = value.startsWith('{') && value.includes(':');
  const alias = /^\*([\w-]+)/.exec(value)?.[1];
  return value === '' || isMap || reference.test(value) || (alias !== undefined && isAnchor(alias));
}

/** The value of a `{ flow: map }` ends before the next key or the closing braces. */
function afterFlowValue(value: string): string {
  return value.slice(value.search(/,\s*["']?[\w.-]+["']?\s*:\s|[\s}\]]*$/));
}
