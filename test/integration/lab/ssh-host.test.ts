import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test, vi } from 'vitest';
import { probeTcp } from '../../lab/kafka/metadata-probe.js';
import { openHost } from '../../lab/ssh/open-host.js';
import { finished } from '../../lab/ssh/openssh-client.js';
import { isRunning } from '../../lab/ssh/process-state.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';

const permissionDenied = /Permission denied \(publickey\)/;

test.concurrent('a host lets an admitted key in, each with a home of its own', async ({
  expect,
  onTestFinished,
}) => {
  const [host, client] = await openHost(onTestFinished);

  const seen = await client.run(host, 'id -un; pwd; echo ~; exit 7');

  expect(seen).toEqual({ code: 7, stdout: `${host.user}\n${host.home}\n${host.home}\n`, stderr: '' });
  expect((await client.run(host, 'wc -c', { input: 'x'.repeat(100_000) })).stdout).toBe('100000\n');
  expect((await client.run(host, 'test -t 0 && pwd', { options: ['-tt'] })).stdout).toBe(`${host.home}\r\n`);
  expect(await host.log()).toContain(`Accepted publickey for ${host.user}`);
});

test.concurrent('a host refuses expired keys, other users, and keys of other hosts', async ({
  expect,
  onTestFinished,
}) => {
  const [[host, stranger], [other, client]] = await Promise.all([
    openHost(onTestFinished),
    openHost(onTestFinished),
  ]);
  expect(await client.run(host, 'true')).toMatchObject({
    code: 255,
    stderr: expect.stringMatching(permissionDenied),
  });
  expect(await client.run(other, 'true')).toMatchObject({ code: 0 });

  await host.admit(client.publicKey, { seconds: 0 });
  expect(await client.run(host, 'true')).toMatchObject({
    code: 255,
    stderr: expect.stringMatching(permissionDenied),
  });

  await host.admit(client.publicKey);
  expect(await client.run(host, 'true')).toMatchObject({ code: 0 });
  expect(await stranger.run(host, 'true')).toMatchObject({ code: 0 });
  for (const user of ['nobody', 'nobody-at-all']) {
    await host.admit(client.publicKey, { user });
    expect(await client.run(host, 'true', { user })).toMatchObject({
      code: 255,
      stderr: expect.stringMatching(permissionDenied),
    });
  }
});

test.concurrent('a host forwards connections and gives terminals unless told not to', async ({
  expect,
  onTestFinished,
}) => {
  const [[open, client], [closed, refusedClient]] = await Promise.all([
    openHost(onTestFinished),
    openHost(onTestFinished, { allowTcpForwarding: false, permitTty: false, extraConfig: ['Banner none'] }),
  ]);
  const options = ['-W', `127.0.0.1:${open.port}`];
  expect((await client.run(open, '', { options })).stdout).toMatch(/^SSH-2\.0-OpenSSH/);
  const refusal = await refusedClient.run(closed, '', { options: [...options, '-o', 'LogLevel=INFO'] });
  expect(refusal).toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('administratively prohibited'),
  });
  const terminal = await refusedClient.run(closed, 'tty', { options: ['-tt', '-o', 'LogLevel=INFO'] });
  expect(terminal).toMatchObject({
    stdout: '',
    stderr: expect.stringContaining('PTY allocation request failed'),
  });
  expect((await refusedClient.run(closed, 'tty')).stdout).toBe('not a tty\n');
});

test.concurrent('a host has the keys it says, also after it got others', async ({
  expect,
  onTestFinished,
}) => {
  const [host, client] = await openHost(onTestFinished, { hostKeyTypes: ['ed25519', 'ecdsa', 'rsa'] });
  const scanned = async (): Promise<unknown> => {
    const { stdout } = await finished(['ssh-keyscan', '-p', String(host.port), host.address]);
    const keys = stdout.split('\n').map((line) => line.split(' ').slice(1));
    return keys.flatMap(([type, base64]) => (type === undefined ? [] : [{ type, base64 }]));
  };
  const before = host.hostKeys();
  expect(before.map(({ type }) => type)).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ssh-rsa']);
  expect(await scanned()).toEqual(expect.arrayContaining([...before]));
  const shown = await finished(
    ['ssh-keygen', '-l', '-f', '-'],
    before.map(({ type, base64 }) => `${type} ${base64}\n`).join(''),
  );
  expect(shown.stdout.match(/SHA256:\S+/g)).toEqual(host.fingerprints());
  const trusted = await client.trust(host);

  await host.restart({ newHostKeys: true });

  expect(await scanned()).toEqual(expect.arrayContaining([...host.hostKeys()]));
  expect(before).not.toContainEqual(host.hostKeys()[0]);
  expect(await client.run(host, 'true')).toMatchObject({ code: 0 });
  expect(trusted).toContain(`HostKeyAlias=${host.instanceId}`);
});

test.concurrent('a host can fall silent, die with all that runs there, and come back', async ({
  expect,
  onTestFinished,
}) => {
  const [host, client] = await openHost(onTestFinished);
  const { stdout } = await client.run(host, 'setsid sleep 1000 >/dev/null 2>&1 & echo $!');
  const left = Number(stdout);
  const session = client.run(host, 'sleep 1000');
  await vi.waitFor(
    async () => expect(await host.log()).toMatch(/Starting session: command[\s\S]*Starting session: command/),
    { timeout: 30_000 },
  );

  await host.pause();
  await probeTcp(host.port);
  const silent = await client.run(host, 'true', { options: ['-o', 'ConnectTimeout=1'] });
  expect(silent.stderr).toContain('Connection timed out during banner exchange');
  await host.resume();
  expect(await client.run(host, 'true')).toMatchObject({ code: 0 });

  expect(isRunning(left)).toBe(true);
  await host.kill();
  expect(isRunning(left)).toBe(false);
  expect(await session).toMatchObject({ code: 255 });
  await expect(probeTcp(host.port)).rejects.toThrow('ECONNREFUSED');

  await host.restart();
  expect(await client.run(host, 'true')).toMatchObject({ code: 0 });
  await host.stop();
  expect(existsSync(dirname(dirname(host.home)))).toBe(false);
});

test.concurrent('a host leaves nothing when the process that started it is killed', async ({
  expect,
  onTestFinished,
}) => {
  const temporary = await temporaryFolder();
  onTestFinished(temporary.remove);
  const script = fileURLToPath(new URL('../../lab/ssh/abandoned-host.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, TMPDIR: temporary.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(parent.stdout, 'data');
  const { left, port }: { left: number; port: number } = JSON.parse(String(said));
  const folders = (): string[] => readdirSync(temporary.path).filter((name) => name.startsWith('exops-lab-'));
  await probeTcp(port);
  expect([isRunning(left), folders().length]).toEqual([true, 2]);

  parent.kill('SIGKILL');

  await vi.waitFor(() => expect([isRunning(left), folders()]).toEqual([false, []]), { timeout: 30_000 });
  await expect(probeTcp(port)).rejects.toThrow('ECONNREFUSED');
});
