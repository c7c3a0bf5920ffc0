import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withLock } from '../../lab/kubernetes/lock.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';

test('a lock lets one in at a time', async () => {
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  const file = join(folder.path, 'locked');
  await writeFile(file, '');
  let inside = 0;
  const seen: number[] = [];
  const work = async (): Promise<void> => {
    inside += 1;
    seen.push(inside);
    // Longer than the next one takes to come in when nothing holds it.
    await withLock(join(folder.path, 'other'), async () => undefined);
    inside -= 1;
  };
  await writeFile(join(folder.path, 'other'), '');
  await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)]);
  expect(seen).toEqual([1, 1, 1]);
});

test('a file that is not there cannot be locked', async () => {
  await expect(withLock('/nowhere/at/all', async () => undefined)).rejects.toThrow('/nowhere/at/all');
});
