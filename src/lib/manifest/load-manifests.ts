import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { InvalidFileError, type Problem } from '../yaml/problem.js';
import { asText, readTextFile, type TextFile, unreadable } from '../yaml/text-file.js';
import { parseYaml } from '../yaml/yaml-file.js';
import { conflicts } from './conflicts.js';
import type { DesiredState } from './model.js';
import { type ReadManifest, readManifest } from './read-manifest.js';

export interface LoadInput {
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
  /** Paths are read from here, and shown relative to it. */
  readonly cwd: string;
  readonly readInput: () => Promise<string>;
}

/**
 * Reads every manifest and puts them together.
 * @throws UsageError when a file can't be read, InvalidFileError with the problems of all files
 */
export async function loadManifests(input: LoadInput): Promise<DesiredState> {
  const nested = await Promise.all(input.paths.map((given) => textsOf(given, input)));
  const read: ReadManifest[] = [];
  const problems: Problem[] = [];
  for (const text of nested.flat()) {
    try {
      read.push(readManifest(parseYaml(text)));
    } catch (error) {
      if (!(error instanceof InvalidFileError)) throw error;
      problems.push(...error.problems);
    }
  }
  problems.push(...conflicts(read.flatMap(({ declared }) => declared)));
  if (problems.length > 0) throw new InvalidFileError(problems);
  return merge(read);
}

function merge(read: readonly ReadManifest[]): DesiredState {
  const manifests = read.map(({ manifest }) => manifest);
  return {
    topics: manifests.flatMap(({ topics }) => topics),
    scopes: manifests.flatMap(({ scope }) => (scope === undefined ? [] : [scope])),
    guards: manifests.map(({ file, environment, clusterId }) => ({ file, environment, clusterId })),
  };
}

async function textsOf(given: string, { cwd, readInput }: LoadInput): Promise<TextFile[]> {
  if (given === '-') return [asText('standard input', Buffer.from(await readInput()))];
  const absolute = path.resolve(cwd, given);
  const isFolder = await stat(absolute).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (!isFolder) return [await readTextFile(absolute, shownName(absolute, cwd))];
  const files = await manifestsIn(absolute, shownName(absolute, cwd));
  if (files.length === 0)
    throw new UsageError(`No manifests in ${shownName(absolute, cwd)}: it holds no .yaml or .yml file.`);
  return Promise.all(files.map((file) => readTextFile(file, shownName(file, cwd))));
}

async function manifestsIn(folder: string, shownFolder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new UsageError(unreadable(shownFolder, error), { cause: error });
  });
  return names
    .filter((name) => /\.ya?ml$/.test(name) && !isHidden(name) && path.basename(name) !== 'exops.yaml')
    .sort()
    .map((name) => path.join(folder, name));
}

function isHidden(name: string): boolean {
  return name.split(path.sep).some((part) => part.startsWith('.'));
}

function shownName(absolute: string, cwd: string): string {
  const relative = path.relative(cwd, absolute);
  return relative === '' || relative.startsWith('..') ? absolute : relative;
}
