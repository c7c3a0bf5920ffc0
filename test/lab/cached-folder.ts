import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { temporaryFolder } from './temporary-folder.js';

/**
 * The folder `name` in the lab's cache, made by `build` when it isn't there. It appears complete or not at all;
 * when two processes build it at the same time, the one that ends first wins and both use its folder.
 */
export async function cachedFolder(name: string, build: (draft: string) => Promise<void>): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'exops-lab');
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const draft = await temporaryFolder(`${name}.`, cache);
  try {
    await build(draft.path);
    await rename(draft.path, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await draft.remove();
  }
  return folder;
}
