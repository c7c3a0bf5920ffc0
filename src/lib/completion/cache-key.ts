import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { variable } from '../config/environment-variables.js';
import { type FindConfigInput, findConfig } from '../config/find-config.js';
import { UnclearTargetError } from '../config/unclear-target.js';

/** What decides which cluster is meant, and as whom: flags by the names that they have. */
export type ClusterFlags = Readonly<Record<string, string | boolean | undefined>>;

/** Bytes; a longer file is no hand-written one. */
const longestConfig = 1024 * 1024;

/** No password among them, and nothing that the file refers to: not even a hash of one belongs into the name of a file. */
const variables = [
  ...['AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_ACCESS_KEY_ID'],
  ...['EXOPS_ENV', 'EXOPS_BROKERS', 'EXOPS_VIA', 'EXOPS_PROFILE', 'EXOPS_REGION', 'EXOPS_AUTH'],
  ...['EXOPS_USERNAME', 'EXOPS_CA', 'EXOPS_CERTIFICATE', 'EXOPS_KEY'],
];

/**
 * A name for what the flags, the variables and the configuration file choose, that is another one as soon as one of them
 * is: made without reading the file, which may be a pipe.
 * @throws UnclearTargetError when there is no file where one is named, or none that a person wrote
 */
export async function cacheKey(
  input: Omit<FindConfigInput, 'config'>,
  { config, ...flags }: ClusterFlags,
): Promise<string> {
  const path = await findConfig({ ...input, config: typeof config === 'string' ? config : undefined });
  const file = path === undefined ? undefined : await fileIdentity(path);
  const given = Object.entries(flags).filter(([, value]) => value !== undefined);
  const all = [path, file, given.sort(), variables.map((name) => variable(input.env, name) ?? null)];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 40);
}

async function fileIdentity(path: string): Promise<unknown> {
  const stats = await stat(path);
  if (!stats.isFile() || stats.size > longestConfig)
    throw new UnclearTargetError(`${path} is no file that a person wrote.`);
  const { size, mtimeMs, ino, dev } = stats;
  return [size, mtimeMs, ino, dev];
}
