import { readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { type Variables, variable } from '../config/environment-variables.js';
import { UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { sizeLimit, unreadable } from '../yaml/text-file.js';

export type Fields = Readonly<Record<string, unknown>>;

/** A cluster, user or context, and the folder its relative paths start from. */
export interface KubeconfigEntry {
  readonly fields: Fields;
  readonly folder: string;
}

/** Several kubeconfig files as one: whatever is named twice is as in the first of them, which is kubectl's rule. */
export interface Kubeconfig {
  /** As messages call it. */
  readonly name: string;
  readonly currentContext: string | undefined;
  readonly contexts: ReadonlyMap<string, KubeconfigEntry>;
  readonly clusters: ReadonlyMap<string, KubeconfigEntry>;
  readonly users: ReadonlyMap<string, KubeconfigEntry>;
}

export interface KubeconfigPlace {
  /** `--kubeconfig`: each must be there. KUBECONFIG and the home folder aren't looked at then. */
  readonly kubeconfig?: string | readonly string[] | undefined;
  readonly env: Variables;
  readonly home: string;
}

/**
 * The files that kubectl would read, or undefined when there are none.
 * @throws UsageError when one can't be read, or is no kubeconfig
 */
export function readKubeconfig({ kubeconfig, env, home }: KubeconfigPlace): Kubeconfig | undefined {
  if (kubeconfig !== undefined) {
    const paths = typeof kubeconfig === 'string' ? [kubeconfig] : kubeconfig;
    return merge(paths.join(delimiter), paths.map(readFile));
  }
  const listed = variable(env, 'KUBECONFIG');
  const paths = listed?.split(delimiter).filter((path) => path !== '') ?? [join(home, '.kube', 'config')];
  const files = paths.filter(isThere).map(readFile);
  if (files.length > 0) return merge(listed ?? '~/.kube/config', files);
  if (listed === undefined) return undefined;
  throw new UsageError(`KUBECONFIG names no file that is there: ${printable(listed)}`);
}

interface KubeconfigFile {
  readonly folder: string;
  readonly content: Fields;
}

function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

function readFile(path: string): KubeconfigFile {
  const text = readText(path);
  // Its messages must not quote the file, which holds credentials.
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false });
  const [error] = document.errors;
  if (error !== undefined) {
    const line = text.slice(0, error.pos[0]).split('\n').length;
    throw new UsageError(`${printable(path)}:${line} isn't YAML (${error.code}).`);
  }
  return { folder: dirname(resolve(path)), content: contentOf(path, () => document.toJS()) };
}

function contentOf(path: string, toJs: () => unknown): Fields {
  let content: unknown;
  try {
    content = toJs();
  } catch {
    // Aliases that refer to nothing, or multiply.
  }
  if (isFields(content)) return content;
  throw new UsageError(`${printable(path)} is no kubeconfig.`);
}

function readText(path: string): string {
  try {
    const stats = statSync(path);
    if (!stats.isFile() || stats.size <= sizeLimit) return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(unreadable(printable(path), error), { cause: error });
  }
  throw new UsageError(`${printable(path)} is too large for a kubeconfig.`);
}

function merge(name: string, files: readonly KubeconfigFile[]): Kubeconfig {
  const entries = (list: string, field: string) => {
    const found = new Map<string, KubeconfigEntry>();
    for (const { content, folder } of files)
      for (const [entry, fields] of named(content[list], field))
        if (!found.has(entry)) found.set(entry, { fields, folder });
    return found;
  };
  const current = files.map(({ content }) => content['current-context']);
  return {
    name: printable(name),
    currentContext: current.find((context): context is string => isText(context)),
    contexts: entries('contexts', 'context'),
    clusters: entries('clusters', 'cluster'),
    users: entries('users', 'user'),
  };
}

/** `[{ name: dev, context: { … } }]` as pairs; what has another shape is left out. */
function named(list: unknown, field: string): (readonly [string, Fields])[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isFields).flatMap((entry) => {
    const { name, [field]: fields } = entry;
    return isText(name) ? [[name, isFields(fields) ? fields : {}] as const] : [];
  });
}

export function isFields(value: unknown): value is Fields {
  return value instanceof Object && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
