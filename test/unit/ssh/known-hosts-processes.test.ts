import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openKnownHosts } from '../../../src/lib/ssh/known-hosts.js';
import { readPin } from '../../../src/lib/ssh/known-hosts-line.js';
import { folderWith } from '../config/folder.js';
import { ed25519 } from '../hosts/trust/host-keys.js';
import { type ChildTask, realDeps, runChild } from './known-hosts-setting.js';

const here = dirname(fileURLToPath(import.meta.url));
let program: string;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'exops-known-hosts-'));
  program = join(folder, 'child.mjs');
  const contents = [
    `import { ${runChild.name} as run } from './known-hosts-setting.js';`,
    'await run(JSON.parse(process.argv[2]));',
    'process.exit();',
  ].join('\n');
  await build({
    stdin: { contents, resolveDir: here, loader: 'ts' },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
});
afterAll(() => rm(dirname(program), { recursive: true, force: true }));

interface Child {
  readonly process: ChildProcess;
  /** The ids whose pinning it has confirmed; `held` when it holds the lock. */
  readonly said: string[];
  readonly ended: Promise<number | null>;
}

/** @param onLine called with each line that the child writes */
function startChild(task: ChildTask, onLine: (line: string, child: Child) => void = () => {}): Child {
  const child = spawn(process.execPath, [program, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout });
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(
    ([[code]]) => code as number | null,
  );
  const started = { process: child, said, ended };
  lines.on('line', (line) => {
    said.push(line);
    onLine(line, started);
  });
  return started;
}

const idOf = (child: number, pin: number) =>
  `i-${child.toString(16).padStart(4, '0')}${pin.toString(16).padStart(13, '0')}`;
const idsOf = (child: number, count: number) => Array.from({ length: count }, (_, pin) => idOf(child, pin));

/** The ids that the file has a readable pin for, in its order; every line must be one. */
async function pinnedIn(file: string): Promise<readonly string[]> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  return lines.map((line) => {
    const id = line.split(' ')[0] ?? '';
    expect(readPin(line, id)).toMatchObject({ key: ed25519(1), source: 'tag' });
    return id;
  });
}

test('twenty processes that pin at once lose nothing', { timeout: 60_000 }, async () => {
  const file = join(await folderWith({}), 'state/known_hosts');
  const children = Array.from({ length: 20 }, (_, child) =>
    startChild({ file, pin: idsOf(child, 3), hold: false }),
  );
  expect(await Promise.all(children.map(({ ended }) => ended))).toEqual(children.map(() => 0));
  const expected = children.flatMap((_, child) => idsOf(child, 3));
  expect([...(await pinnedIn(file))].sort()).toEqual(expected.sort());
  expect(await readdir(dirname(file))).toEqual(['known_hosts']);
});

test('processes that pin the same key leave one line', { timeout: 60_000 }, async () => {
  const file = join(await folderWith({}), 'known_hosts');
  const children = Array.from({ length: 8 }, () => startChild({ file, pin: idsOf(0, 1), hold: false }));
  expect(await Promise.all(children.map(({ ended }) => ended))).toEqual(children.map(() => 0));
  expect(await pinnedIn(file)).toEqual(idsOf(0, 1));
});

test('a process that is killed with the lock stops nobody', { timeout: 60_000 }, async () => {
  const file = join(await folderWith({}), 'known_hosts');
  const killed = startChild({ file, pin: idsOf(1, 1), hold: true }, (line, { process: child }) => {
    if (line === 'held') child.kill('SIGKILL');
  });
  await killed.ended;
  expect(killed.said).toEqual([idOf(1, 0), 'held']);
  expect(await readdir(dirname(file))).toContain('known_hosts.lock');
  const next = startChild({ file, pin: idsOf(2, 1), hold: false });
  expect(await next.ended).toBe(0);
  expect(await pinnedIn(file)).toEqual([idOf(1, 0), idOf(2, 0)]);
  expect(await readdir(dirname(file))).toEqual(['known_hosts']);
});

test('processes killed at any moment lose nothing that was confirmed', { timeout: 120_000 }, async () => {
  const file = join(await folderWith({}), 'known_hosts');
  const doomed = Array.from({ length: 6 }, (_, child) =>
    startChild({ file, pin: idsOf(child, 500), hold: false }, (_line, { process: one, said }) => {
      if (said.length === 2 + child) setTimeout(() => one.kill('SIGKILL'), child / 2);
    }),
  );
  const others = Array.from({ length: 3 }, (_, child) =>
    startChild({ file, pin: idsOf(100 + child, 10), hold: false }),
  );
  expect(await Promise.all(others.map(({ ended }) => ended))).toEqual(others.map(() => 0));
  expect(await Promise.all(doomed.map(({ ended }) => ended))).toEqual(doomed.map(() => null));
  await openKnownHosts(realDeps(file)).pin(idOf(999, 0), ed25519(1), 'tag');
  const pinned = await pinnedIn(file);
  expect(new Set(pinned).size).toBe(pinned.length);
  expect(pinned).toEqual(
    expect.arrayContaining([...doomed, ...others].flatMap(({ said }) => said).concat(idOf(999, 0))),
  );
  expect(await readdir(dirname(file))).not.toContain('known_hosts.lock');
});
