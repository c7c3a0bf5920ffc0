import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);

/** Installs the project's dependencies when they aren't those of package-lock.json, and is silent otherwise. */
export function ensureDependencies() {
  const locked = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  if (locked !== undefined && installed !== undefined && agree(locked, installed)) return;
  const why = installed === undefined ? "They aren't there" : 'They differ from package-lock.json';
  console.error(`Installing dependencies (npm ci). ${why}.`);
  const { status, error } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund'], {
    cwd: fileURLToPath(root),
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status !== 0) throw error ?? new Error('npm ci failed.');
}

// npm writes node_modules/.package-lock.json last, so an installation that was broken off has none.
function readPackages(path) {
  try {
    const { '': project, ...packages } = JSON.parse(readFileSync(new URL(path, root), 'utf8')).packages;
    return packages;
  } catch {
    return undefined;
  }
}

function agree(locked, installed) {
  const same = (path) =>
    installed[path]?.version === locked[path]?.version &&
    installed[path]?.integrity === locked[path]?.integrity;
  // Optional packages for other platforms stay out.
  const mayLack = (path) => locked[path].optional === true && installed[path] === undefined;
  return (
    Object.keys(locked).every((path) => mayLack(path) || same(path)) &&
    Object.keys(installed).every((path) => path in locked)
  );
}
