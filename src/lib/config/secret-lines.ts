import { nearest } from './nearest.js';
import { mask } from './secret.js';

const secretWords = ['pass', 'passphrase', 'pwd', 'secret', 'token'];

/** Whether the value of such a key is a secret, misspelled or not. */
export function isSecretKey(key: string): boolean {
  return secretWords.includes(key.toLowerCase()) || nearest(key, ['password']) !== undefined;
}

/** A value that may be shown: a reference, with or without quotes, and what may follow it. */
const reference = /^(["']?)\$\{[^{}]*\}\1\s*([,}#].*)?$/;
const keyAndColon = /(?<before>.*?)(?<quote>["']?)(?<key>[\w.-]+)\k<quote>\s*:(?:\s+|(?<=["']\s*:))/g;
const user = /:\/\/[^\s/@"']*@/g;

/**
 * The same text with the secrets that a line shows by itself masked, whether the text is YAML or not:
 * what stands behind `password:`, and a user before a host.
 */
export function maskSecretLines(text: string): string {
  return text
    .split('\n')
    .map((line) => maskLine(line).replace(user, `://${mask}@`))
    .join('\n');
}

function maskLine(line: string): string {
  for (const match of line.matchAll(keyAndColon)) {
    const { before = '', key = '' } = match.groups ?? {};
    if (!isSecretKey(key)) continue;
    const start = match.index + match[0].length;
    const value = line.slice(start);
    const isBlock = /^\s*(?:[-?]\s+)*$/.test(before);
    return line.slice(0, start) + (isBlock ? maskBlockValue(value) : maskFlowValue(value));
  }
  return line;
}

function maskBlockValue(value: string): string {
  const isEmpty = value.trim() === '';
  const isMap = value.startsWith('{') && value.includes(':');
  return isEmpty || isMap || reference.test(value.trim()) ? value : mask;
}

/** The value of a `{ flow: map }` ends before the next key or the closing braces. */
function maskFlowValue(value: string): string {
  if (reference.test(value.trim())) return value;
  const end = value.search(/,\s*["']?[\w.-]+["']?\s*:\s|[\s}\]]*$/);
  return mask + value.slice(end);
}
