import { UsageError } from '../../lib/errors.js';
import type { HostOptions } from '../flags.js';

/** The words before the first one that isn't ours are exops' own; all the others are the tool's, untouched. */
export interface ToolLine {
  readonly options: HostOptions & { readonly host?: string };
  readonly args: readonly string[];
}

/** A tool's own flags are called as ours here; EXOPS_DEBUG traces. */
export const commonOptions = { color: 'auto', input: true, verbose: false } as const;

const withValue: Readonly<Record<string, string>> = {
  '-e': 'env',
  '--env': 'env',
  '--host': 'host',
  '--profile': 'profile',
  '--region': 'region',
  '--user': 'user',
  '--route': 'route',
};

const switches: Readonly<Record<string, string>> = { '--accept-new-host-key': 'acceptNewHostKey' };

const routes = ['direct', 'eice', 'ssm'];

/** The flags that may stand directly after a tool's name, for its help. */
export const ownFlags = [...Object.keys(withValue), ...Object.keys(switches)];

/**
 * Tells our flags from the tool's, of which many are called the same. `--` ends ours.
 * @throws UsageError when one of ours has no value
 */
export function splitOwnFlags(words: readonly string[]): ToolLine {
  const given: Record<string, string | boolean> = {};
  let rest = words;
  for (let own = firstOwn(rest); own !== undefined; own = firstOwn(rest)) {
    given[own.key] = own.value;
    rest = rest.slice(own.length);
  }
  const { route } = given;
  if (route !== undefined && !routes.includes(String(route)))
    throw new UsageError(`--route: expected ${routes.join(', ')}, got ${JSON.stringify(route)}.`);
  return { options: { ...commonOptions, ...given }, args: rest[0] === '--' ? rest.slice(1) : rest };
}

interface OwnFlag {
  readonly key: string;
  readonly value: string | true;
  /** How many words it takes. */
  readonly length: number;
}

function firstOwn([word = '', next]: readonly string[]): OwnFlag | undefined {
  const [flag = '', inline] = splitAtEquals(word);
  const on = Object.hasOwn(switches, word) ? switches[word] : undefined;
  if (on !== undefined) return { key: on, value: true, length: 1 };
  const key = Object.hasOwn(withValue, flag) ? withValue[flag] : undefined;
  if (key === undefined) return undefined;
  const value = inline ?? next;
  if (value === undefined || value === '') throw new UsageError(`${flag} needs a value.`);
  return { key, value, length: inline === undefined ? 2 : 1 };
}

function splitAtEquals(word: string): [string, string?] {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word];
}
