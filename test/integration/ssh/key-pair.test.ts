import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('keys-and-garbage.ts', import.meta.url));
const flags = ['--expose-gc', '--min-semi-space-size=1', '--max-semi-space-size=1', '--import', 'tsx'];

// Node 20 locked up for ever when garbage was collected while a new key was exported as a JWK.
test('garbage that is collected while a key is made locks nothing up', async () => {
  // What is locked up takes no signal that it could handle.
  const end = { timeout: 45_000, killSignal: 'SIGKILL' } as const;
  const run = promisify(execFile)(process.execPath, [...flags, script], end);
  await expect(run).resolves.toEqual({ stdout: '', stderr: '' });
});
