import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { probeTcp } from '../../lab/kafka/metadata-probe.js';
import { startKubernetes } from '../../lab/kubernetes/start.js';
import { groupIsAlive } from '../../lab/supervised-process.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';

const portOf = (server: string): number => Number(new URL(server).port);

test('a control plane leaves nothing when it stops', async () => {
  const kubernetes = await startKubernetes();
  onTestFinished(kubernetes.stop);
  const pids = kubernetes.pids();
  expect(pids.map(groupIsAlive)).toEqual([true, true, true, true]);
  const namespace = await kubernetes.namespace('gone');
  await namespace.remove();

  await kubernetes.stop();

  expect(pids.map(groupIsAlive)).toEqual([false, false, false, false]);
  expect(existsSync(kubernetes.access.folder)).toBe(false);
  await expect(probeTcp(portOf(kubernetes.access.server))).rejects.toThrow('ECONNREFUSED');
});

test('a control plane leaves nothing when the process that started it is killed', async () => {
  const temporary = await temporaryFolder();
  onTestFinished(temporary.remove);
  const script = fileURLToPath(new URL('abandoned-kubernetes.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, TMPDIR: temporary.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(parent.stdout, 'data');
  const { pids, server }: { pids: number[]; server: string } = JSON.parse(String(said));
  const left = (): unknown => [
    pids.some(groupIsAlive),
    readdirSync(temporary.path).filter((name) => name.startsWith('exops-lab-')).length,
  ];
  expect(left()).toEqual([true, 1]);

  parent.kill('SIGKILL');

  await vi.waitFor(() => expect(left()).toEqual([false, 0]), { timeout: 10_000 });
  await expect(probeTcp(portOf(server))).rejects.toThrow('ECONNREFUSED');
});
