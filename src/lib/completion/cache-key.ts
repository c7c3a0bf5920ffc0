import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type Variables, variable } from '../config/environment-variables.js';
import { type FindConfigInput, findConfig } from '../config/find-config.js';

/** What decides which cluster is meant, and as whom: flags by the names that they have. */
export type ClusterFlags = Readonly<Record<string, string | boolean | undefined>>;

/** Bytes; a longer file is no hand-written one. */
const longestConfig = 1024 * 1024;

const awsVariables = ['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ACCESS_KEY_ID'];

/** They change how exops works, not where; a password doesn't belong into the name of a file, even as a hash. */
const otherVariables = ['EXOPS_PASSWORD', 'EXOPS_STATE_DIR', 'EXOPS_DEBUG'];

/**
 * A name for what the flags, the variables and the configuration file choose, that is another one as soon as one of them
 * is: made without resolving anything.
 * @throws UnclearTargetError when there is no file where one is named
 */
export async function cacheKey(
  input: Omit<FindConfigInput, 'config'>,
  { config, ...flags }: ClusterFlags,
): Promise<string> {
  const path = await findConfig({ ...input, config: typeof config === 'string' ? config : undefined });
  const file = path === undefined ? undefined : await fileIdentity(path, input.env);
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const variables = Object.keys(input.env).filter(
    (name) => awsVariables.includes(name) || (name.startsWith('EXOPS_') && !otherVariables.includes(name)),
  );
  const all = [path, file, sorted(given), sorted(valuesOf(variables, input.env))];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 40);
}

/** Which content the file has, and what the variables are worth that it names beside anything but a password. */
async function fileIdentity(path: string, env: Variables): Promise<unknown> {
  const { size, mtimeMs, ino, dev } = await stat(path);
  const text = size > longestConfig ? '' : await readFile(path, 'utf8');
  const lines = text.split('\n').filter((line) => !/password|secret/i.test(line));
  const named = lines.flatMap((line) =>
    [...line.matchAll(/\$\{env:([^}]*)\}/g)].map(([, name = '']) => name),
  );
  return [size, mtimeMs, ino, dev, sorted(valuesOf([...new Set(named)], env))];
}

function valuesOf(names: readonly string[], env: Variables): (readonly [string, unknown])[] {
  return names.map((name) => [name, variable(env, name) ?? null]);
}

function sorted(entries: readonly (readonly [string, unknown])[]): readonly (readonly [string, unknown])[] {
  return [...entries].sort(([one], [other]) => (one < other ? -1 : 1));
}
