import { UsageError } from '../errors.js';
import { InvalidFileError } from '../yaml/problem.js';
import type { Path } from '../yaml/yaml-file.js';
import type { ConfigFile } from './config-file.js';

/** Where a setting was given. */
export type Origin =
  | { readonly kind: 'flag' | 'variable'; readonly name: string }
  | { readonly kind: 'file'; readonly file: ConfigFile; readonly path: Path }
  | { readonly kind: 'default' };

/** A value as it was given, and where. */
export interface Setting<T = string> {
  readonly value: T;
  readonly origin: Origin;
}

export function byDefault<T>(value: T): Setting<T> {
  return { value, origin: { kind: 'default' } };
}

/** `exops.yaml:7`, `EXOPS_BROKERS`, `--brokers` or `default`. */
export function originText(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
      return `${origin.file.yaml.name}:${origin.file.yaml.positionOf(origin.path).line}`;
    case 'default':
      return 'default';
    default:
      return origin.name;
  }
}

/** The error that a setting can't be used as it is; it leads to where the setting was given. */
export function settingError({ origin }: Setting<unknown>, message: string, cause?: unknown): UsageError {
  if (origin.kind !== 'file') return new UsageError(`${originText(origin)}: ${message}`, { cause });
  const { yaml } = origin.file;
  const key = origin.path.findLast((step) => typeof step === 'string');
  return new InvalidFileError([yaml.problem(yaml.positionOf(origin.path), `${key}: ${message}`)]);
}
