import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test, vi } from 'vitest';
import { runCommand } from '../../lab/run-command.js';
import type { SshHostOptions } from '../../lab/ssh/host.js';
import { isRoot } from '../../lab/ssh/lab-user.js';
import { openHost } from '../../lab/ssh/open-host.js';
import { startPrivateSubnet } from '../../lab/subnet/private-subnet.js';

const exists = (namespace: string): boolean =>
  ['/run/netns', '/etc/netns'].some((folder) => existsSync(`${folder}/${namespace}`));

test.concurrent('private hosts are reached through the bastion alone', async ({
  expect,
  onTestFinished,
  skip,
}) => {
  const subnet = await startPrivateSubnet({ privateHosts: 2 });
  if (subnet === undefined) return skip('network namespaces need root');
  onTestFinished(subnet.stop);
  const { operator, bastion, privateHosts, commandIn, run } = subnet;
  const [kafka, second] = privateHosts;
  if (kafka === undefined || second === undefined) throw new Error('Two private hosts were asked for.');
  const at = ({ namespace, address }: typeof bastion): SshHostOptions => ({ namespace, address, port: 22 });
  const [[gate, client], [inner]] = await Promise.all([
    openHost(onTestFinished, at(bastion)),
    openHost(onTestFinished, at(kafka)),
  ]);
  const fromOperator = (line: string, options: readonly string[] = []): ReturnType<typeof client.run> =>
    client.run(gate, line, {
      within: commandIn(operator, []),
      options,
    });

  expect((await fromOperator('hostname -I')).stdout).toContain(bastion.address);
  const throughGate = await fromOperator('', ['-W', `${kafka.name}:22`]);
  expect(throughGate.stdout).toMatch(/^SSH-2\.0-OpenSSH/);
  const direct = await client.run(inner, 'true', { within: commandIn(operator, []) });
  expect(direct).toMatchObject({ code: 255, stderr: expect.stringContaining('Network is unreachable') });
  expect(await run(second, ['getent', 'hosts', kafka.name])).toContain(kafka.address);
  await expect(run(operator, ['getent', 'hosts', kafka.name])).rejects.toThrow();
  const between = await client.run(inner, 'true', { within: commandIn(second, []) });
  expect(between.stderr).toContain('Permission denied (publickey)');

  await subnet.drop(bastion, [22]);
  expect((await fromOperator('true', ['-o', 'ConnectTimeout=2'])).stderr).toContain('timed out');
  await subnet.drop(bastion, []);
  expect(await fromOperator('true')).toMatchObject({ code: 0 });

  await subnet.stop();
  expect([operator, bastion, ...privateHosts].filter(({ namespace }) => exists(namespace))).toEqual([]);
});

test.concurrent('a network goes when the process that made it is killed, at the latest with the next one', async ({
  expect,
  onTestFinished,
  skip,
}) => {
  if (!isRoot) return skip('network namespaces need root');
  const script = fileURLToPath(new URL('../../lab/subnet/abandoned-subnet.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(parent.stdout, 'data');
  const namespaces: readonly string[] = JSON.parse(String(said));
  expect(namespaces.map(exists)).toEqual([true, true, true]);
  parent.kill('SIGKILL');
  await vi.waitFor(() => expect(namespaces.filter(exists)).toEqual([]), { timeout: 30_000 });

  // No process has this id: the kernel's limit is 4,194,304.
  const left = 'exops-lab-9999999-0a1b2c-operator';
  await runCommand('ip', ['netns', 'add', left]);
  const next = await startPrivateSubnet();
  onTestFinished(async () => next?.stop());
  expect(exists(left)).toBe(false);
});
