import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPython, requirePython } from '../../../lab/aws/python.js';
import { cachedFolder } from '../../../lab/cached-folder.js';
import { runCommand } from '../../../lab/run-command.js';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/** The peers that are Python programs. */
export interface PythonPeers {
  /** Runs all of them. */
  readonly python: string;
  /** The AWS CLI. */
  readonly aws: string;
  readonly mssh: string;
  /** By the names of their packages. */
  readonly versions: ReadonlyMap<string, string>;
}

/** The peers of a virtual environment: from the lab's cache, or fetched first, which takes a while. */
export async function installPeers(): Promise<PythonPeers> {
  const packages = await readFile(requirements, 'utf8');
  const recipe = JSON.stringify([packages, await findPython()]);
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  const folder = await cachedFolder(`connect-peers-${hash}`, build);
  // The scripts name the Python of the folder that they were made in: they are given theirs.
  const program = (name: string) => join(folder, 'bin', name);
  return {
    python: program('python3'),
    aws: program('aws'),
    mssh: program('mssh'),
    versions: new Map(
      [...packages.matchAll(/^([\w-]+)==(\S+)$/gm)].map(([, name = '', version = '']) => [name, version]),
    ),
  };
}

// Every package is named with its version, so nothing is left to resolve.
async function build(folder: string): Promise<void> {
  await runCommand(await requirePython(), ['-m', 'venv', folder]);
  const quietly = ['-q', '--disable-pip-version-check', '--no-input', '--no-deps', '--only-binary', ':all:'];
  const python = join(folder, 'bin', 'python3');
  await runCommand(python, ['-m', 'pip', 'install', ...quietly, '-r', requirements]);
}
