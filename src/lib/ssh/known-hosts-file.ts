import { constants, type Stats } from 'node:fs';
import { open, readlink, realpath, rename, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { ExopsError, messageOf } from '../errors.js';
import type { HeldLock } from './known-hosts-lock.js';

const mostLinks = 40;
const writableByOthers = 0o022;
const sticky = 0o1000;

/** Where a chain of symbolic links ends, whether or not there is a file. */
export async function followLinks(file: string): Promise<string> {
  let at = file;
  for (let links = 0; links <= mostLinks; links++) {
    const next = await readlink(at).catch(() => undefined);
    if (next === undefined) return at;
    at = resolve(await realpath(dirname(at)), next);
  }
  throw new ExopsError(`${file} is a symbolic link that leads nowhere.`);
}

/**
 * The text of a file, a character for each byte; empty when there is none.
 * @throws ExopsError when somebody else could have written it
 */
export async function readOwnFile(file: string, uid: number | undefined): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK).catch(unlessMissing);
  if (handle === undefined) return '';
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new ExopsError(`${file} is not a file.`);
    refuseUnsafe(file, stats, uid);
    return await handle.readFile('latin1');
  } finally {
    await handle.close();
  }
}

/** @throws ExopsError when somebody else could put another file in the place of one in this folder */
export async function refuseUnsafeFolder(folder: string, uid: number | undefined): Promise<void> {
  const stats = await stat(folder).catch(unlessMissing);
  if (stats !== undefined) refuseUnsafe(folder, stats, uid);
}

/** Writes a file as a whole or not at all, for its owner only. */
export async function replaceFile(file: string, text: string, lock: HeldLock): Promise<void> {
  const handle = await open(lock.scratch, 'wx', 0o600);
  try {
    await handle.writeFile(text, 'latin1');
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (!(await lock.isHeld())) {
    throw new ExopsError(`Another exops took over the lock of ${file} while this one stood still.`, {
      hint: 'Run the command again.',
    });
  }
  await rename(lock.scratch, file);
  await syncFolder(dirname(file));
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The rule of OpenSSH for its own files: they belong to the user or to root, and nobody else may write to them. */
function refuseUnsafe(path: string, stats: Stats, uid: number | undefined): void {
  if (uid === undefined) return;
  const shown = JSON.stringify(path);
  if (stats.uid !== uid && stats.uid !== 0) {
    throw new ExopsError(`Can't trust ${path}: it belongs to another user (uid ${stats.uid}).`, {
      hint: `See what is in it, then: chown ${uid} ${shown}`,
    });
  }
  const isGuarded = stats.isDirectory() && (stats.mode & sticky) !== 0;
  if ((stats.mode & writableByOthers) !== 0 && !isGuarded) {
    throw new ExopsError(`Can't trust ${path}: others may write to it.`, {
      hint: `See what is in it, then: chmod go-w ${shown}`,
    });
  }
}

/** Says on which file the system failed. */
export async function explained<Result>(doing: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new ExopsError(`Can't ${doing}: ${messageOf(cause)}`, {
      hint: 'EXOPS_STATE_DIR can name another folder for it.',
      cause,
    });
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
