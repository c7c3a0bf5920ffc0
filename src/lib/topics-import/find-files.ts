import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.js';
import { asText, readTextFile, sizeLimit, type TextFile, unreadable } from '../yaml/text-file.js';

export interface FilesInput {
  /** Files, folders, or `-` for standard input. */
  readonly paths: readonly string[];
  /** Paths are read from here, and shown relative to it. */
  readonly cwd: string;
  readonly readInput: (limit: number) => Promise<Uint8Array>;
}

/** A text to import, or why one of a folder couldn't be read. */
export type FoundFile = {
  /** Whether it was named itself, and not found in a folder. */
  readonly isNamed: boolean;
} & (TextFile | { readonly name: string; readonly unreadable: string });

/** More is no folder of definitions, but a home or a disk. */
const mostFiles = 10_000;

/**
 * The texts of files and folders, each once.
 * @throws UsageError when something that was named can't be read, or a folder holds nothing to read
 */
export async function findFiles({ paths, cwd, readInput }: FilesInput): Promise<readonly FoundFile[]> {
  const found = new Map<string, FoundFile>();
  for (const given of paths) {
    if (given === '-') {
      if (!found.has('-'))
        found.set('-', { isNamed: true, ...asText('standard input', await readInput(sizeLimit)) });
      continue;
    }
    const absolute = path.resolve(cwd, given);
    if (await isFolder(absolute)) await addFolder(found, absolute, cwd);
    else found.set(absolute, { isNamed: true, ...(await readTextFile(absolute, shownName(absolute, cwd))) });
  }
  return [...found.values()];
}

async function addFolder(found: Map<string, FoundFile>, folder: string, cwd: string): Promise<void> {
  const shown = shownName(folder, cwd);
  const files: string[] = [];
  await collect(folder, shown, files);
  if (files.length === 0)
    throw new UsageError(`Nothing to import in ${shown}: it holds no .yaml, .yml, .tf or .json file.`);
  for (const file of files) {
    const name = shownName(file, cwd);
    if (!found.has(file)) found.set(file, await readFound(file, name));
  }
}

async function readFound(file: string, name: string): Promise<FoundFile> {
  try {
    return { isNamed: false, ...(await readTextFile(file, name)) };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { isNamed: false, name, unreadable: error.message };
  }
}

/** Subfolders too, but no links to folders, which may lead in circles; nothing hidden, as Terraform's own folder is. */
async function collect(folder: string, shown: string, files: string[]): Promise<void> {
  const listed = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new UsageError(unreadable(shown, error), { cause: error });
  });
  for (const entry of listed.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) await collect(file, path.join(shown, entry.name), files);
    else if (/\.(ya?ml|tf|json)$/.test(entry.name)) files.push(file);
    if (files.length > mostFiles)
      throw new UsageError(`${shown} holds more than ${mostFiles} files.`, {
        hint: 'Name the folders that the topics are in.',
      });
  }
}

function isFolder(absolute: string): Promise<boolean> {
  return stat(absolute).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function shownName(absolute: string, cwd: string): string {
  const relative = path.relative(cwd, absolute);
  return relative === '' || relative.startsWith('..') ? absolute : relative;
}
