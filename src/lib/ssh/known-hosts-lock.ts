import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import type { Clock } from '../../context.js';
import { ExopsError } from '../errors.js';

/** This process among those that may write the same file. */
export interface ProcessIdentity {
  readonly pid: number;
  /** The machine's name: process ids mean nothing on another one. */
  readonly host: string;
  /** Undefined where files have no owner. */
  readonly uid: number | undefined;
  isRunning(pid: number): boolean;
}

export interface LockDeps {
  readonly clock: Clock;
  readonly self: ProcessIdentity;
  readonly signal: AbortSignal;
}

export interface HeldLock {
  /** The name of a file that only the holder uses; what is left under it goes with the lock. */
  readonly scratch: string;
  /** Whether nobody has taken the lock over while this process stood still. */
  isHeld(): Promise<boolean>;
}

interface Holder {
  readonly token: string;
  /** Milliseconds since the epoch. */
  readonly takenAt: number;
  readonly process?: { readonly pid: number; readonly host: string };
}

/** The work under the lock takes milliseconds; whoever holds it longer is dead, or another process by now. */
const staleAfterMs = { held: 30_000, unfinished: 5_000 };
/** Longer than any stale lock lives, so that none has to be removed by hand. */
const patienceMs = 60_000;
const pauseMs = { first: 5, longest: 100 };

/**
 * Does something while no other process does it: the lock is a file made with O_EXCL. One that a killed process left
 * behind is removed by exactly one of those that wait, which is why removing has a lock of its own, named for the
 * token of the dead one.
 * @throws ExopsError when it stays taken
 */
export async function withFileLock<Result>(
  path: string,
  deps: LockDeps,
  work: (lock: HeldLock) => Promise<Result>,
): Promise<Result> {
  const token = await take(path, deps);
  const scratch = scratchOf(path, token);
  const isHeld = async () => (await readHolder(path))?.token === token;
  try {
    return await work({ scratch, isHeld });
  } finally {
    await rm(scratch, { force: true });
    if (await isHeld()) await rm(path, { force: true });
  }
}

/** @returns the token that tells our lock from all others */
async function take(path: string, deps: LockDeps): Promise<string> {
  const { clock, signal } = deps;
  const token = randomBytes(8).toString('hex');
  const beganAt = clock.now();
  let pause = pauseMs.first;
  while (!(await create(path, token, deps))) {
    signal.throwIfAborted();
    const holder = await readHolder(path);
    if (holder === undefined) continue;
    if (isStale(holder, deps)) {
      await removeStale(path, holder, deps);
      continue;
    }
    if (clock.now() - beganAt > patienceMs) throw stillTaken(path, holder);
    await clock.sleep(pause, signal);
    pause = Math.min(pause * 2, pauseMs.longest);
  }
  return token;
}

/** @returns false when there is a lock already */
async function create(path: string, token: string, { clock, self }: LockDeps): Promise<boolean> {
  const handle = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (handle === undefined) return false;
  try {
    await handle.writeFile(`${self.pid} ${clock.now()} ${encodeURIComponent(self.host)} ${token}\n`);
    return true;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

async function readHolder(path: string): Promise<Holder | undefined> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (handle === undefined) return undefined;
  try {
    const text = await handle.readFile('utf8');
    const [, pid, takenAt, host = '', token] = /^(\d+) (\d+) (\S*) ([0-9a-f]{16})\n$/.exec(text) ?? [];
    const name = hostOf(host);
    if (token === undefined || name === undefined)
      return { token: 'unfinished', takenAt: (await handle.stat()).mtimeMs };
    return {
      token,
      takenAt: Number(takenAt),
      process: { pid: Number(pid), host: name },
    };
  } finally {
    await handle.close();
  }
}

/** A clock that was set back makes a lock of the future, which is as stale as one of the past. */
function isStale({ process, takenAt }: Holder, { clock, self }: LockDeps): boolean {
  if (process?.host === self.host && !self.isRunning(process.pid)) return true;
  const limit = process === undefined ? staleAfterMs.unfinished : staleAfterMs.held;
  return Math.abs(clock.now() - takenAt) > limit;
}

/** Once removed, a token never comes back, so whoever finds it under this lock is alone in removing it. */
async function removeStale(path: string, stale: Holder, deps: LockDeps): Promise<void> {
  await withFileLock(`${path}.${stale.token}.break`, deps, async () => {
    const holder = await readHolder(path);
    if (holder?.token !== stale.token || !isStale(holder, deps)) return;
    await rm(scratchOf(path, stale.token), { force: true });
    await rm(path, { force: true });
  });
}

function scratchOf(path: string, token: string): string {
  return `${path}.${token}`;
}

function stillTaken(path: string, { process }: Holder): ExopsError {
  const who = process === undefined ? '' : ` by process ${process.pid} on ${process.host}`;
  return new ExopsError(`Another exops holds ${path}${who} and doesn't give it back.`, {
    hint: 'Wait for it to end, or end it, and run the command again.',
  });
}

/** Undefined for what `encodeURIComponent` never wrote. */
function hostOf(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}
