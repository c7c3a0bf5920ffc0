import { stat } from 'node:fs/promises';
import type { Context } from '../../context.js';
import { variable } from '../../lib/config/environment-variables.js';
import { findConfig } from '../../lib/config/find-config.js';
import type { TypedLine } from './typed-line.js';

/** Names that stand in `exops.yaml`. */
export type WrittenKind = 'environments' | 'hosts' | 'services' | 'contexts';

/** Bytes; parsing more takes longer than a person waits for a tab. */
const longestConfig = 256 * 1024;

/** Those in the file that the line chooses, whatever else is wrong with it; nothing in it is resolved. */
export async function writtenNames(
  { cwd, home, env }: Pick<Context, 'cwd' | 'home' | 'env'>,
  flags: TypedLine['flags'],
  kind: WrittenKind,
): Promise<readonly string[]> {
  const { config, env: environment, host } = flags;
  const path = await findConfig({ cwd, home, env, config: textOf(config) });
  if (path === undefined) return [];
  const stats = await stat(path);
  if (!stats.isFile() || stats.size > longestConfig) return [];
  const [{ readTextFile }, { searchYaml }] = await Promise.all([
    import('../../lib/yaml/text-file.js'),
    import('../../lib/yaml/yaml-file.js'),
  ]);
  const { text } = await readTextFile(path, path);
  const chosen = { environment: textOf(environment) ?? variable(env, 'EXOPS_ENV'), host: textOf(host) };
  return namesIn(searchYaml(text).toJS(), chosen, kind);
}

/** Pure: the names in the file's content, of all environments when it isn't clear which one is meant. */
export function namesIn(
  content: unknown,
  { environment, host }: { readonly environment?: string | undefined; readonly host?: string | undefined },
  kind: WrittenKind,
): readonly string[] {
  const environments = mapOf(mapOf(content)['environments']);
  if (kind === 'environments') return Object.keys(environments);
  const usual = environment ?? textOf(mapOf(content)['defaultEnvironment']) ?? '';
  const chosen = Object.hasOwn(environments, usual) ? [environments[usual]] : Object.values(environments);
  if (kind === 'contexts') {
    const contexts = Object.values(environments).map((one) => mapOf(mapOf(one)['kubernetes'])['context']);
    return once(contexts.flatMap((name) => textOf(name) ?? []).filter((name) => !name.includes('${')));
  }
  const hosts = chosen.flatMap((one) => Object.entries(mapOf(mapOf(one)['hosts'])));
  if (kind === 'hosts') return once(hosts.map(([name]) => name));
  const having = hosts.filter(([name]) => host === undefined || name === host);
  return once(having.flatMap(([, settings]) => Object.keys(mapOf(mapOf(settings)['services']))));
}

function once(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
