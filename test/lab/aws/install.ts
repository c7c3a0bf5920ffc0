import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../cached-folder.js';
import { runCommand } from '../run-command.js';
import { findPython, requirePython } from './python.js';

const requirements = fileURLToPath(new URL('requirements.txt', import.meta.url));

/**
 * The Python of a virtual environment with moto: from the lab's cache, or made and filled first, which takes a
 * while. Python's venv is installed where that is possible; elsewhere the error says what to install.
 */
export async function installMoto(): Promise<string> {
  const packages = await readFile(requirements, 'utf8');
  const version = /^moto==(\S+)$/m.exec(packages)?.[1];
  const recipe = JSON.stringify([packages, await findPython()]);
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  return python(await cachedFolder(`moto-${version}-${hash}`, build));
}

const python = (folder: string): string => join(folder, 'bin', 'python3');

// Every package is named with its version, so nothing is left to resolve.
async function build(folder: string): Promise<void> {
  await runCommand(await requirePython(), ['-m', 'venv', folder]);
  const quietly = ['-q', '--disable-pip-version-check', '--no-input', '--no-deps', '--only-binary', ':all:'];
  await runCommand(python(folder), ['-m', 'pip', 'install', ...quietly, '-r', requirements]);
}
