import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { InvalidFileError, type Problem } from '../yaml/problem.js';
import { asText, readTextFile, sizeLimit, type TextFile, unreadable } from '../yaml/text-file.js';
import { parseYaml } from '../yaml/yaml-file.js';
import { conflicts } from './conflicts.js';
import type { DesiredState } from './model.js';
import { type ReadManifest, readManifest } from './read-manifest.js';

export interface LoadInput {
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
  /** Paths are read from here, and shown relative to it. */
  readonly cwd: string;
  readonly readInput: (limit: number) => Promise<Uint8Array>;
}

/** What files of Kubernetes, topicctl and julie begin their documents with, and a manifest doesn't know. */
const isOfAnotherTool = /^(?:apiVersion|meta|context):/m;
const importHint = 'A file of another tool? exops topics import makes a manifest of it.';

/**
 * Reads every manifest and puts them together.
 * @throws UsageError when a file can't be read, InvalidFileError with the problems of all files
 */
export async function loadManifests(input: LoadInput): Promise<DesiredState> {
  const nested = await Promise.all(input.paths.map((given) => textsOf(given, input)));
  const read: ReadManifest[] = [];
  const problems: Problem[] = [];
  let hint: string | undefined;
  for (const text of nested.flat()) {
    try {
      read.push(readManifest(parseYaml(text)));
    } catch (error) {
      if (!(error instanceof InvalidFileError)) throw error;
      problems.push(...error.problems);
      if (isOfAnotherTool.test(text.text)) hint = importHint;
    }
  }
  problems.push(...conflicts(read.flatMap(({ declared }) => declared)));
  if (problems.length > 0) throw new InvalidFileError(problems, { hint });
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
  if (given === '-') return [asText('standard input', await readInput(sizeLimit))];
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

/** Subfolders too, but no links to folders, which may lead in circles. */
async function manifestsIn(folder: string, shown: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UsageError(unreadable(shown, error), { cause: error });
  });
  const visible = entries
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const nested = await Promise.all(
    visible.map(async (entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return manifestsIn(file, path.join(shown, entry.name));
      return /\.ya?ml$/.test(entry.name) && entry.name !== 'exops.yaml' ? [file] : [];
    }),
  );
  return nested.flat();
}

function shownName(absolute: string, cwd: string): string {
  const relative = path.relative(cwd, absolute);
  return relative === '' || relative.startsWith('..') ? absolute : relative;
}
