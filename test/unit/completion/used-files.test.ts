import { readdir, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usedFiles } from '../../../src/lib/completion/used-files.js';
import { folderWith } from '../../run.js';

test('a file counts as used by its place and its content; each use makes it young again', async () => {
  const folder = await folderWith({});
  const used = usedFiles(folder);
  const file = { path: '/work/exops.yaml', digest: 'one' };
  expect(await used.has(file)).toBe(false);
  await used.add(file);
  expect(await used.has({ ...file, digest: 'two' })).toBe(false);
  expect(await used.has({ ...file, path: '/clone/exops.yaml' })).toBe(false);
  const [name = '', ...others] = await readdir(folder);
  expect([name, ...others]).toEqual([expect.stringMatching(/^[0-9a-f]{40}\.used$/)]);
  const mark = join(folder, name);
  expect((await stat(mark)).mode & 0o777).toBe(0o600);
  await utimes(mark, 1_000, 1_000);
  expect(await used.has(file)).toBe(true);
  expect((await stat(mark)).mtimeMs).toBeGreaterThan(1_000_000_000_000);
});
