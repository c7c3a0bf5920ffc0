import { UsageError } from '../errors.js';
import { parseQuantity } from '../manifest/quantity.js';
import { isLogFolder } from './log-folders.js';
import type { LeftoverRules, LeftoverSelection } from './model.js';

/** As typed. */
export interface GivenSelection {
  readonly prefix?: readonly string[] | undefined;
  readonly tag?: readonly string[] | undefined;
  readonly olderThan: string;
  readonly includeKubernetes?: boolean | undefined;
}

const shortestPrefix = 3;

/** @throws UsageError when too much would be meant, or what was given can't be read */
export function readRules(given: GivenSelection): LeftoverRules {
  const { prefix = [], tag = [], olderThan, includeKubernetes = false } = given;
  if (prefix.length === 0 && tag.length === 0)
    throw new UsageError(
      'Neither --prefix nor --tag is given, and everything in the account would match. Nothing was read.',
      { hint: 'Name the environment: --prefix exchange-dev- or --tag project=exchange-dev' },
    );
  for (const one of prefix) refuseWide(one);
  const selection = { prefixes: prefix, tags: readTags(tag) };
  return { selection, olderThan, olderThanMs: readAge(olderThan), includeKubernetes };
}

function refuseWide(prefix: string): void {
  const given = `--prefix ${JSON.stringify(prefix)}`;
  if (prefix.trim().length < shortestPrefix)
    throw new UsageError(
      `${given} is too short: with less than ${shortestPrefix} characters too much matches.`,
    );
  if (isLogFolder(prefix))
    throw new UsageError(`${given} is where AWS logs for everybody: too much matches.`, {
      hint: 'Go on with the name of what was destroyed: --prefix /aws/lambda/exchange-dev-',
    });
}

function readTags(given: readonly string[]): LeftoverSelection['tags'] {
  const tags = new Map<string, string>();
  for (const text of given) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    if (key === undefined || value === undefined)
      throw new UsageError(`--tag: expected KEY=VALUE, got ${JSON.stringify(text)}.`);
    if (tags.has(key))
      throw new UsageError(`--tag gives ${JSON.stringify(key)} twice, and all of the tags must match.`);
    tags.set(key, value);
  }
  return Object.fromEntries(tags);
}

function readAge(text: string): number {
  const age = /[a-z]$/i.test(text) ? parseQuantity(text, 'ms') : undefined;
  if (age === undefined || age < 0n)
    throw new UsageError(`--older-than: expected an age as in 7d or 12h, got ${JSON.stringify(text)}.`);
  return Number(age);
}
