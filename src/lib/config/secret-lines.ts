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
  const isBootstrap = bootstrapLines();
  return text
    .split('\n')
    .map((line) => maskLine(line, isAnchor, isBootstrap(line)).replace(user, `://${mask}@`))
    .join('\n');
}

function maskLine(line: string, isAnchor: (name: string) => boolean, isBootstrap: boolean): string {
  for (const match of line.matchAll(keyAndColon)) {
    const start = match.index + match[0].length;
    const value = line.slice(start);
    const key = match.groups?.['key'] ?? '';
    if (!isSecretKey(key) || isShown(value.trim(), isAnchor)) continue;
    const before = line.slice(0, match.index);
    const mayName = key === 'secret' && (isBootstrap || bootstrapKey.test(before));
    if (mayName && nameOfSecret.test(value)) continue;
    if (isGroup(key, value.trim())) continue;
    return line.slice(0, start) + maskedValue(value, before);
  }
  return line;
}

/** A comment stays one, whatever it says: the value comes in the lines that follow. */
function maskedValue(value: string, before: string): string {
  if (value.startsWith('#')) return `# ${mask}`;
  const isBlock = /^\s*(?:[-?]\s+)*$/.test(before);
  return mask + (isBlock ? '' : afterFlowValue(value));
}

/** What may be the name of a Kubernetes secret, misspelled or not, and what may follow it. */
const nameOfSecret = /^(["']?)[\w.-]+\1\s*([,}#].*)?$/;

const bootstrapKey = /(?:^\s*|[{,]\s*)["']?bootstrap["']?\s*:/;

/** Whether a line goes on with `kubernetes.bootstrap`, where `secret` is a name: told line by line, from the first on. */
function bootstrapLines(): (line: string) => boolean {
  let indent = Number.POSITIVE_INFINITY;
  return (line) => {
    const at = line.search(/\S/);
    const isItem = /^\s*[-\]}]/.test(line);
    if (at >= 0 && (at < indent || (at === indent && !isItem))) indent = Number.POSITIVE_INFINITY;
    const goesOn = Number.isFinite(indent);
    if (bootstrapKey.test(line)) indent = Math.min(indent, at);
    return goesOn;
  };
}

/** The opening of a map of secrets, which goes on in the next line, and an empty one. */
function isGroup(key: string, value: string): boolean {
  return /(?:secrets|credentials|tokens|passwords)$/.test(key) && /^\{\s*\}?[\s,}]*(#.*)?$/.test(value);
}

/** A map under such a key is an environment of that name, and an alias leads elsewhere: the nodes tell more. */
function isShown(value: string, isAnchor: (name: string) => boolean): boolean {
  const isMap = value.startsWith('{') && value.includes(':');
  const alias = /^\*([\w-]+)/.exec(value)?.[1];
  return value === '' || isMap || reference.test(value) || (alias !== undefined && isAnchor(alias));
}

const quoted = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')(?=\s*[,}\]])/;

/** The value of a `{ flow: map }` ends with its quotes, or before the next key or the closing braces. */
function afterFlowValue(value: string): string {
  const [written] = quoted.exec(value) ?? [];
  if (written !== undefined) return value.slice(written.length);
  return value.slice(value.search(/,\s*["']?[\w.-]+["']?\s*:\s|[\s}\]]*$/));
}
