import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly imports: readonly { path: string; kind: string }[];
        readonly inputs: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** The packages that are loaded before a command runs: everything that `dist/main.js` reaches without an import(). */
async function staticPackages(): Promise<ReadonlySet<string>> {
  const { outputs }: Metafile = JSON.parse(await readFile('dist/meta.json', 'utf8'));
  const reached = new Set(['dist/main.js']);
  for (const output of reached) {
    const { imports } = outputs[output] ?? { imports: [] };
    for (const { path, kind } of imports) if (kind === 'import-statement') reached.add(path);
  }
  const inputs = [...reached].flatMap((output) => Object.keys(outputs[output]?.inputs ?? {}));
  return new Set(inputs.map(packageOf));
}

function packageOf(input: string): string {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? 'ours';
}

test('--help statically reaches commander and nothing else', async () => {
  expect([...(await staticPackages())].sort()).toEqual(['commander', 'ours']);
});

test('what only some commands need is in the bundle, behind import()', async () => {
  const { outputs }: Metafile = JSON.parse(await readFile('dist/meta.json', 'utf8'));
  const all = new Set(Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs).map(packageOf)));
  for (const name of ['kafkajs', 'yaml', 'valibot', 'ora', 'chalk']) expect(all).toContain(name);
});

test('errors are called in the bundle what they are called in the source', async () => {
  const names = (await textsIn('src', '.ts')).flatMap((text) =>
    [...text.matchAll(/^(?:export )?class (\w+) extends \w*Error\b/gm)].map(([, name]) => name),
  );
  expect(names.length).toBeGreaterThan(20);
  const bundle = (await textsIn('dist', '.js')).join('\n');
  const called = new Set([...bundle.matchAll(/\bclass (\w+)|\b(\w+)=class\b/g)].map(([, a, b]) => a ?? b));
  expect(called).toContain('UsageError');
  expect(names.filter((name) => called.has(`_${name}`) || called.has(`${name}2`))).toEqual([]);
});

async function textsIn(folder: string, ending: string): Promise<readonly string[]> {
  const files = await readdir(folder, { recursive: true });
  return Promise.all(
    files.filter((file) => file.endsWith(ending)).map((file) => readFile(join(folder, file), 'utf8')),
  );
}
