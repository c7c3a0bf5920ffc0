import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, chmod, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, onTestFinished, test } from 'vitest';
import { usedFiles } from '../../../src/lib/completion/used-files.js';
import { closedPort } from '../../lab/faulty-listeners.js';
import { listenOnFreePort } from '../../lab/ports.js';
import { folderWith, run } from '../../run.js';
import { commit } from '../groups/commit.js';

const { bootstrap } = inject('kafka');

/** A folder with a configuration, and a state folder that several commands have in common. */
async function place() {
  const cwd = await folderWith({
    'exops.yaml': `version: 1\nenvironments:\n  dev: { cluster: { brokers: ["${bootstrap}"] } }\n`,
  });
  const env = { EXOPS_STATE_DIR: join(cwd, 'state') };
  return {
    cwd,
    run: (line: string, tty = false) => run(line, { cwd, env, tty }),
    kept: async () => (await readdir(join(cwd, 'state', 'names')).catch(() => [])).sort(byEnding),
  };
}

const silent = { code: 0, stdout: '', stderr: '', questions: [] };

test('topics and groups are asked for, kept, and completed without asking again', async () => {
  const here = await place();
  await here.run('topics create complete.one complete.two --yes');
  await commit(bootstrap, { 'complete-group': [['complete.one', 0, 0n]] });
  expect(await here.run(`complete --refresh topics -- topics list --brokers ${bootstrap}`)).toMatchObject(
    silent,
  );
  expect(await here.run(`complete --refresh groups -- topics list --brokers ${bootstrap}`)).toMatchObject(
    silent,
  );
  expect(await here.kept()).toHaveLength(2);
  const described = await here.run(`complete -- topics describe --brokers ${bootstrap} complete.`);
  expect(described).toMatchObject({ ...silent, stdout: 'complete.one\ncomplete.two\n' });
  const lag = await here.run(`complete -- groups lag --brokers ${bootstrap} --topic=complete.o`);
  expect(lag.stdout).toBe('--topic=complete.one\n');
  const reset = await here.run(`complete -- groups reset --brokers ${bootstrap} complete-`);
  expect(reset.stdout).toBe('complete-group\n');
});

test('what a person was shown is kept for the same cluster, and nothing in a pipe', async () => {
  const here = await place();
  await here.run('topics create complete.shown --yes');
  await here.run('topics list');
  await here.run('groups list');
  expect(await here.kept()).toEqual([]);
  await here.run('topics list nothing*', true);
  expect((await here.kept()).map(ending)).toEqual(['topics.json', 'used']);
  expect((await here.run('complete -- topics delete complete.sh')).stdout).toBe('complete.shown\n');
  await here.run('groups list', true);
  expect((await here.kept()).map(ending)).toEqual(['groups.json', 'topics.json', 'used']);
});

test('an exops.yaml is used in the background once a person has used it, and only as it was then', async () => {
  const here = await place();
  await here.run('topics create complete.used --yes');
  await commit(bootstrap, { 'used-group': [['complete.used', 0, 0n]] });
  const press = () => here.run('complete -- groups reset used-');
  const refresh = () => here.run('complete --refresh groups -- topics list');
  await here.run('topics list', true);
  expect(await refresh()).toMatchObject(silent);
  expect((await press()).stdout).toBe('used-group\n');
  await appendFile(join(here.cwd, 'exops.yaml'), '# changed\n');
  expect(await refresh()).toMatchObject(silent);
  expect((await press()).stdout).toBe('');
});

test('a cloned exops.yaml gets no secret and no connection by a press of a key', async () => {
  const evil = await countingPort();
  const cwd = await folderWith({
    'exops.yaml': `version: 1
environments:
  dev:
    cluster:
      brokers: ["127.0.0.1:${evil.port}"]
      auth: { mechanism: plain, tls: false, username: x, password: "\${env:SECRET_KEY}" }
`,
  });
  const names = join(cwd, 'state', 'names');
  const endpoint = `http://127.0.0.1:${evil.port}`;
  const env = {
    EXOPS_STATE_DIR: join(cwd, 'state'),
    SECRET_KEY: 'secret',
    ...keys,
    AWS_ENDPOINT_URL: endpoint,
  };
  const refresh = (kind: string) => run(`complete --refresh ${kind} -- topics list`, { cwd, env });
  expect(await refresh('topics')).toMatchObject(silent);
  expect(evil.connections()).toBe(0);
  // Kept as empty: the next press starts no other process.
  expect((await readdir(names)).map(ending)).toEqual(['topics.json']);
  const path = join(cwd, 'exops.yaml');
  await usedFiles(names).add({ path, digest: await digestOf(path) });
  expect(await refresh('groups')).toMatchObject(silent);
  expect(evil.connections()).toBeGreaterThan(0);
});

test('no host is logged in to in the background', async () => {
  const aws = await countingPort();
  const cwd = await folderWith({ x: '' });
  const env = {
    ...{ EXOPS_STATE_DIR: join(cwd, 'state'), ...keys, AWS_MAX_ATTEMPTS: '1' },
    AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.port}`,
  };
  const line = 'topics list --brokers broker:9092 --via i-0123456789abcdef0';
  expect(await run(`complete --refresh topics -- ${line}`, { cwd, env })).toMatchObject(silent);
  expect(aws.connections()).toBe(0);
  await run(line, { cwd, env });
  expect(aws.connections()).toBeGreaterThan(0);
});

test.each([
  ['a pipe', (path: string) => promisify(execFile)('mkfifo', [path])],
  ['a file without an end', (path: string) => symlink('/dev/zero', path)],
])('an exops.yaml that is %s has no names, and keeps nobody waiting', async (_, make) => {
  const cwd = await folderWith({ x: '' });
  await make(join(cwd, 'exops.yaml'));
  const env = { EXOPS_STATE_DIR: join(cwd, 'state') };
  for (const line of ['topics describe x', 'topics list --env x', 'connect x'])
    expect(await run(`complete -- ${line}`, { cwd, env })).toMatchObject(silent);
  await run('complete --refresh topics -- topics list', { cwd, env });
  expect(await readdir(cwd)).not.toContain('state');
});

test('where others may write to the folder of names, nobody is asked and that is kept', async () => {
  const here = await place();
  await mkdir(join(here.cwd, 'state', 'names'), { recursive: true });
  await chmod(join(here.cwd, 'state', 'names'), 0o777);
  const port = await countingPort();
  const line = `complete --refresh topics -- topics list --brokers 127.0.0.1:${port.port}`;
  expect(await here.run(line)).toMatchObject(silent);
  expect(port.connections()).toBe(0);
  expect((await here.kept()).map(ending)).toEqual(['topics.json']);
});

test('where the cluster can not be asked that is kept, and nobody is told', async () => {
  const { bootstrap: closed } = await closedPort();
  const here = await place();
  const line = `topics list --brokers ${closed}`;
  expect(await here.run(`complete --refresh topics -- ${line}`, true)).toMatchObject(silent);
  expect(await here.kept()).toHaveLength(1);
  expect(await here.run(`complete -- topics describe --brokers ${closed} x`)).toMatchObject(silent);
});

test('another cluster than the one that exops.yaml says is not believed', async () => {
  const cwd = await folderWith({
    'exops.yaml': `version: 1\nenvironments:\n  dev: { cluster: { brokers: ["${bootstrap}"], clusterId: another } }\n`,
  });
  const env = { EXOPS_STATE_DIR: join(cwd, 'state') };
  await run(`topics create complete.other --yes --brokers ${bootstrap}`);
  const path = join(cwd, 'exops.yaml');
  const names = join(cwd, 'state', 'names');
  await mkdir(names, { recursive: true, mode: 0o700 });
  await usedFiles(names).add({ path, digest: await digestOf(path) });
  await run('complete --refresh topics -- topics list', { cwd, env });
  expect((await readdir(names)).map(ending).sort()).toEqual(['topics.json', 'used']);
  expect((await run('complete -- topics describe complete.o', { cwd, env })).stdout).toBe('');
});

const keys = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_REGION: 'eu-west-1',
};

function byEnding(one: string, other: string): number {
  return ending(one).localeCompare(ending(other));
}

function ending(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

async function digestOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
}

/** Counts who connects, and hangs up. */
async function countingPort() {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined).destroy();
  });
  const port = await listenOnFreePort(server);
  onTestFinished(() => {
    server.close();
  });
  return { port, connections: () => connections };
}
