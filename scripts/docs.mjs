// npm run docs: writes what the documentation takes from the program itself: commands, screens, schemas.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

await import('./build.mjs');

const root = fileURLToPath(new URL('../', import.meta.url));
const run = (...args) => {
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
};
run('--import', 'tsx', 'scripts/schema.ts');
run('node_modules/vitest/vitest.mjs', 'run', 'documentation', 'screens', '--update');
