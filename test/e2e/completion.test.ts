import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest';
import { listenOnFreePort } from '../lab/ports.js';
import { isRunning } from '../lab/ssh/process-state.js';
import { folderWith } from '../run.js';
import { installedShells, openShell } from './completing-shell.js';
import { exops } from './exops.js';

const { bootstrap } = inject('kafka');

describe.each(installedShells)('in %s', (name) => {
  test('names of exops.yaml are completed, quoted where the shell needs it, and nothing in them runs', async () => {
    const hosts = '"my $(touch injected) host": { instance: i-0123456789abcdef0 }';
    const environments = `dev: { hosts: { ${hosts} } }\n  prod: { hosts: { kafka: { instance: i-0123456789abcdef0 } } }`;
    const cwd = await folderWith({ 'exops.yaml': `version: 1\nenvironments:\n  ${environments}\n` });
    const shell = await openShell(name, { cwd, env: {} });
    await shell.completes('exops topics list -e d', 'topics list -e dev ');
    await shell.completes('exops topics list --env=p', 'topics list --env=prod ');
    await shell.completes('exops connect -e prod k', 'connect -e prod kafka ');
    await shell.completes('exops connect my', 'connect my\\ \\$\\(touch\\ injected\\)\\ host ');
    await shell.completes("exops connect 'my", "connect 'my $(touch injected) host' ");
    await shell.completes('exops connect "my', 'connect "my \\$(touch injected) host" ');
    expect(await readdir(cwd)).not.toContain('injected');
  });

  test('names of topics come from the cluster that stands on the line, asked in the background', async () => {
    const cwd = await folderWith({ 'orders.txt': '' });
    const topic = `e2e-complete-${name}.events`;
    const made = await exops(['topics', 'create', topic, '--yes', '--brokers', bootstrap], { cwd });
    expect(made.code).toBe(0);
    const typed = ['complete', '--', 'topics', 'describe', '--brokers', bootstrap, `e2e-complete-${name}`];
    await vi.waitFor(
      async () => expect(await exops(typed, { cwd })).toMatchObject({ stdout: `${topic}\n` }),
      {
        timeout: 60_000,
        interval: 300,
      },
    );
    const shell = await openShell(name, { cwd, env: {} });
    const line = `topics describe --brokers ${bootstrap} ${topic} `;
    await shell.completes(`exops topics describe --brokers ${bootstrap} e2e-complete-${name}`, line);
  });
});

test('a broker that never answers keeps nobody waiting, and is asked by one process at a time', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).resume();
    sockets.push(socket);
  });
  const sockets: { destroy(): void }[] = [];
  const port = await listenOnFreePort(server);
  const cwd = await folderWith({ x: '' });
  const press = () =>
    exops(['complete', '--', 'topics', 'describe', '--brokers', `127.0.0.1:${port}`, ''], { cwd });
  const nothing = { code: 0, stdout: '', stderr: '' };
  expect(await press()).toMatchObject(nothing);
  await vi.waitFor(() => expect(connections).toBeGreaterThan(0), { timeout: 30_000 });
  const folder = join(cwd, '.local', 'state', 'exops', 'names');
  const lock = (await readdir(folder)).find((file) => file.endsWith('.lock')) ?? '';
  const holder = () => readFile(join(folder, lock), 'utf8');
  const first = await holder();
  const [asking = ''] = first.split(' ');
  onTestFinished(() => {
    if (isRunning(Number(asking))) process.kill(Number(asking));
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  expect(await press()).toMatchObject(nothing);
  expect(await press()).toMatchObject(nothing);
  expect(await holder()).toBe(first);
});

test('a press of the key in a cloned folder connects to nothing, and sends no secret', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  const port = await listenOnFreePort(server);
  onTestFinished(() => {
    server.close();
  });
  const auth = `{ mechanism: plain, tls: false, username: x, password: "\${env:SECRET_KEY}" }`;
  const cluster = `{ brokers: ["127.0.0.1:${port}"], auth: ${auth} }`;
  const cwd = await folderWith({
    'exops.yaml': `version: 1\nenvironments: { dev: { cluster: ${cluster} } }\n`,
  });
  const env = { SECRET_KEY: 'secret' };
  const nothing = { code: 0, stdout: '', stderr: '' };
  expect(await exops(['complete', '--', 'topics', 'describe', ''], { cwd, env })).toMatchObject(nothing);
  const asked = async () => (await readdir(join(cwd, '.local', 'state', 'exops', 'names'))).join(' ');
  await vi.waitFor(async () => expect(await asked()).toMatch(/^[0-9a-f]{40}\.topics\.json$/), {
    timeout: 30_000,
  });
  expect(connections).toBe(0);
  // The same line typed by hand is what a person means.
  await exops(['topics', 'list', '--timeout', '5s'], { cwd, env });
  expect(connections).toBeGreaterThan(0);
});

test.each([
  ['no file where one is named', ['--config', 'gone.yaml', '']],
  ['a file that is no YAML', ['--config', 'broken.yaml', '-e', '']],
  ['an unknown environment', ['-e', 'gone', '']],
])('%s: nothing is said', async (_, words) => {
  const cwd = await folderWith({
    'broken.yaml': ': [\u0000',
    'exops.yaml': 'version: 1\nenvironments: {}\n',
  });
  const told = await exops(['complete', '--shell', 'zsh', '--', 'topics', 'describe', ...words], { cwd });
  expect(told).toMatchObject({ code: 0, stdout: '\n', stderr: '' });
});
