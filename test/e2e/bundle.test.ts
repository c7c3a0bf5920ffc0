import { readFile } from 'node:fs/promises';
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
