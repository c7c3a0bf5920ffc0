import type { Option } from 'commander';
import type { TypedLine } from './typed-line.js';

/** By command and flag: words that a flag takes beside what only the person knows. */
const wordsOfFlags: Readonly<Record<string, readonly string[]>> = {
  'messages peek --from': ['start', 'end'],
  'groups reset --to': ['earliest', 'latest'],
};

/** Values of the flag that is being typed, other than its choices and names of what is there. */
export async function knownValues({ path, option }: TypedLine): Promise<readonly string[]> {
  const flag = `${path.join(' ')} ${option?.long}`;
  if (flag === 'topics alter --unset') {
    const { knownConfigKeys } = await import('../../lib/manifest/config-keys.js');
    return knownConfigKeys;
  }
  return Object.hasOwn(wordsOfFlags, flag) ? (wordsOfFlags[flag] ?? []) : [];
}

/** Whether the flag's value is a file by the flag's own words: `--ca <file>`. */
export function takesFile({ flags }: Pick<Option, 'flags'>): boolean {
  return /[<[](?:file|path|folder)[>\]]/.test(flags);
}
