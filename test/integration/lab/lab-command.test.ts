import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { test } from 'vitest';
import { probeMetadata, probeTcp } from '../../lab/kafka/metadata-probe.js';

const script = fileURLToPath(new URL('../../../scripts/lab.mjs', import.meta.url));

function lab(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
}

test.concurrent('npm run lab says where its broker is and stops it when told to', async ({ expect }) => {
  const running = lab();
  const [said] = await once(running.stdout ?? running, 'data');
  const port = Number(/bootstrap +127\.0\.0\.1:(\d+)/.exec(String(said))?.[1]);
  await probeMetadata(port);
  running.kill('SIGTERM');
  expect(await once(running, 'exit')).toEqual([0, null]);
  await expect(probeTcp(port)).rejects.toThrow('ECONNREFUSED');
});

test.concurrent('it refuses what it cannot combine', async ({ expect }) => {
  expect(await once(lab('--secure', '--cluster'), 'exit')).toEqual([2, null]);
});
