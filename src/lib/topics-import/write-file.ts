import { chmod, link, lstat, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { messageOf, UsageError } from '../errors.js';

/**
 * Refuses a place that can't be written to, before anything is read.
 * @throws UsageError when something is there, and isn't to be replaced
 */
export async function checkTarget(file: string, shown: string, replace: boolean): Promise<void> {
  const folder = await stat(path.dirname(file)).catch(() => undefined);
  if (folder === undefined) throw new UsageError(`${shown} can't be written: its folder isn't there.`);
  const there = await lstat(file).catch(() => undefined);
  if (there === undefined) return;
  const target = await stat(file).catch(() => undefined);
  if (target?.isDirectory()) throw new UsageError(`${shown} is a folder, not a file.`);
  if (!replace) throw isThere(shown);
  if (!target?.isFile()) throw new UsageError(`${shown} isn't a file.`);
}

/**
 * Writes the whole text or nothing: whoever reads the file sees what was there, or all of this.
 * @throws UsageError when it can't be written, or something is there that isn't to be replaced
 */
export async function writeWhole(
  file: string,
  text: string,
  { shown, replace, pid }: { readonly shown: string; readonly replace: boolean; readonly pid: number },
): Promise<void> {
  // Through a link to the file that it means.
  const target = replace ? await realpath(file).catch(() => file) : file;
  const fresh = path.join(path.dirname(target), `.${path.basename(target)}.${pid}`);
  try {
    await rm(fresh, { force: true });
    await writeFile(fresh, text, { flag: 'wx', flush: true });
    if (replace) await takePlace(fresh, target);
    else await link(fresh, target);
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    throw isTaken
      ? isThere(shown)
      : new UsageError(`Can't write ${shown}: ${messageOf(error)}`, { cause: error });
  } finally {
    await rm(fresh, { force: true }).catch(() => undefined);
  }
}

async function takePlace(fresh: string, target: string): Promise<void> {
  const before = await stat(target).catch(() => undefined);
  if (before !== undefined) await chmod(fresh, before.mode);
  await rename(fresh, target);
}

function isThere(shown: string): UsageError {
  return new UsageError(`${shown} is there already.`, { hint: '--force replaces it.' });
}
