import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSmallFile } from '../read-small-file.js';

/** What a cluster is asked for. */
export type LiveKind = 'topics' | 'groups';

/** Names that a cluster had, and when it was asked for them. */
export interface KnownNames {
  readonly names: readonly string[];
  /** When it was last asked, with or without an answer; milliseconds since the epoch. */
  readonly askedAt: number;
}

export interface NamesCache {
  /** Of one cluster and kind; another process holds it while that asks. */
  readonly lock: string;
  /** Undefined when nothing is known, and nobody asked. */
  read(): Promise<KnownNames | undefined>;
  /** Replaces them as a whole, for this user only. */
  write(known: KnownNames): Promise<void>;
  /** Whether another process is asking, or was killed at it a moment ago. */
  isBusy(now: number): Promise<boolean>;
}

/** Bytes; 60 000 topics with the longest names that there are. */
const longestFile = 16 * 1024 * 1024;

/** Bytes in a file beside the names. */
const longestRest = 100;

/** As old as a lock can get: see `withFileLock`. */
const oldestLockMs = 30_000;

/** Milliseconds. */
const freshMs = 30_000;

const keptMs = 7 * 24 * 3_600_000;

/** @param folder where all of them are */
export function namesCache(folder: string, key: string, kind: LiveKind): NamesCache {
  const file = join(folder, `${key}.${kind}.json`);
  const lock = `${file}.lock`;
  return {
    lock,
    read: () =>
      readSmallFile(file, longestFile).then(
        (text) => readNames(text),
        () => undefined,
      ),
    async write(known) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const fresh = `${file}.${randomBytes(6).toString('hex')}`;
      try {
        await writeFile(fresh, `${JSON.stringify(fitting(known))}\n`, { mode: 0o600, flag: 'wx' });
        await rename(fresh, file);
      } finally {
        await rm(fresh, { force: true });
      }
      await removeOld(folder, known.askedAt - keptMs);
    },
    isBusy: (now) =>
      stat(lock).then(
        ({ mtimeMs }) => Math.abs(now - mtimeMs) < oldestLockMs,
        () => false,
      ),
  };
}

export function isFresh({ askedAt }: KnownNames, now: number): boolean {
  return askedAt <= now && now - askedAt < freshMs;
}

/** Pure: undefined for anything that isn't what `write` writes. */
export function readNames(text: string): KnownNames | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { names, askedAt } = value as Readonly<Record<string, unknown>>;
  if (!Array.isArray(names) || typeof askedAt !== 'number') return undefined;
  return { names: names.filter((name) => typeof name === 'string'), askedAt };
}

/** Pure: no more of the names than are read again. */
function fitting({ names, askedAt }: KnownNames): KnownNames {
  let left = longestFile - longestRest;
  const kept = names.filter((name) => {
    left -= Buffer.byteLength(JSON.stringify(name)) + 1;
    return left >= 0;
  });
  return { names: kept, askedAt };
}

/** What we put into the folder: names, their locks, scratch files of both, and marks of `usedFiles`. */
const own = /^[0-9a-f]{40}\.(used$|(topics|groups)\.json(\.|$))/;

/** A changed file or flag makes another key, and leaves the files of the one before behind. */
async function removeOld(folder: string, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!own.test(name)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: before }));
    if (mtimeMs < before) await rm(path, { force: true });
  }
}
