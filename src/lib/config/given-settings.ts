import { UsageError } from '../errors.js';
import { didYouMean } from '../yaml/nearest.js';
import type { Path } from '../yaml/yaml-file.js';
import { listOf } from './auth-rules.js';
import type { ConfigFile } from './config-file.js';
import type { EnvironmentFlags, EnvironmentInput } from './environment.js';
import { variable } from './environment-variables.js';
import { type Setting, settingError } from './setting.js';

/** The ways to give one setting outside of the file. */
export interface Ways {
  readonly flag?: Exclude<keyof EnvironmentFlags, 'tls'>;
  readonly variable?: string;
}

/**
 * A setting from the command line or else from a variable.
 * @throws UsageError when the flag's value is empty: a variable in a script was, and nobody meant the default
 */
export function fromOutside({ flags, env }: EnvironmentInput, ways: Ways): Setting | undefined {
  const flag = ways.flag === undefined ? undefined : flags[ways.flag];
  if (flag !== undefined) {
    if (flag.trim() === '') throw new UsageError(`${flagName(ways)} is empty.`);
    return { value: flag, origin: { kind: 'flag', name: flagName(ways) } };
  }
  const value = ways.variable === undefined ? undefined : variable(env, ways.variable);
  if (value === undefined || ways.variable === undefined) return undefined;
  return { value, origin: { kind: 'variable', name: ways.variable } };
}

/** `--username or EXOPS_USERNAME`. */
export function waysText(ways: Ways): string {
  const names = [ways.flag === undefined ? undefined : flagName(ways), ways.variable];
  return listOf(names.filter((name) => name !== undefined));
}

/** The setting at a path of the file, which was validated to be of this type. */
export function fromFile<T = string>(file: ConfigFile | undefined, path: Path): Setting<T> | undefined {
  if (file === undefined) return undefined;
  let value: unknown = file.config;
  for (const step of path) value = (value as Record<string | number, unknown> | undefined)?.[step];
  return value === undefined ? undefined : { value: value as T, origin: { kind: 'file', file, path } };
}

/** The settings of a list in the file, which may also be written as a single value. */
export function listFromFile(file: ConfigFile | undefined, path: Path): readonly Setting[] {
  const list = fromFile<string | readonly string[]>(file, path);
  if (list === undefined || file === undefined) return [];
  if (typeof list.value === 'string') return [{ ...list, value: list.value }];
  return list.value.map((value, index) => ({
    value,
    origin: { kind: 'file', file, path: [...path, index] },
  }));
}

/**
 * The setting as one of some words.
 * @throws UsageError when it is another one
 */
export function asWord<T extends string>(setting: Setting, words: readonly T[]): Setting<T> {
  const value = words.find((word) => word === setting.value);
  if (value !== undefined) return { ...setting, value };
  const meant = didYouMean(setting.value, words);
  throw settingError(setting, `expected ${listOf(words)}, got ${JSON.stringify(setting.value)}${meant}`);
}

function flagName({ flag = 'config' }: Ways): string {
  const names: Partial<Record<typeof flag, string>> = { environment: 'env', certificate: 'cert' };
  return `--${names[flag] ?? flag}`;
}
