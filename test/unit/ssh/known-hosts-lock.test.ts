import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ExopsError } from '../../../src/lib/errors.js';
import { replaceFile } from '../../../src/lib/ssh/known-hosts-file.js';
import { type LockDeps, withFileLock } from '../../../src/lib/ssh/known-hosts-lock.js';
import { folderWith } from '../config/folder.js';
import { RecordingClock } from '../topics/io/recording-clock.js';
import { realClock, thisProcess } from './known-hosts-setting.js';

const token = '0123456789abcdef';
/** No process has this id. */
const deadPid = 2 ** 30;

interface World {
  readonly folder: string;
  readonly lock: string;
  readonly clock: RecordingClock;
  readonly deps: LockDeps;
}

async function world(content?: string, over: Partial<LockDeps> = {}): Promise<World> {
  const folder = await folderWith(content === undefined ? {} : { lock: content });
  const clock = new RecordingClock();
  const signal = new AbortController().signal;
  return { folder, lock: join(folder, 'lock'), clock, deps: { clock, self: thisProcess, signal, ...over } };
}

const lockOf = (pid: number, takenAt: number, host = thisProcess.host) =>
  `${pid} ${takenAt} ${encodeURIComponent(host)} ${token}\n`;
const waitedMs = ({ clock }: World) => clock.pauses.reduce((sum, pause) => sum + pause, 0);

describe('a lock', () => {
  test('names its holder while the work lasts, and is gone after it', async () => {
    const { folder, lock, deps } = await world();
    const during = await withFileLock(lock, deps, async ({ scratch, isHeld }) => {
      await writeFile(scratch, 'left behind');
      return { isHeld: await isHeld(), content: await readFile(lock, 'utf8') };
    });
    expect(during.isHeld).toBe(true);
    expect(during.content).toMatch(new RegExp(`^${thisProcess.pid} 0 \\S+ [0-9a-f]{16}\n$`));
    expect(await readdir(folder)).toEqual([]);
  });

  test('is gone, too, when the work fails', async () => {
    const { folder, lock, deps } = await world();
    const work = withFileLock(lock, deps, () => Promise.reject(new Error('of its own')));
    await expect(work).rejects.toThrow('of its own');
    expect(await readdir(folder)).toEqual([]);
  });

  test('lets one in at a time, also when all find a stale one at once', async () => {
    const { folder, lock, deps } = await world(lockOf(deadPid, Date.now()), { clock: realClock });
    let inside = 0;
    let turns = 0;
    const work = async () => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 1));
      inside -= 1;
      turns += 1;
    };
    const alone = () => ({ ...deps, signal: new AbortController().signal });
    await Promise.all(Array.from({ length: 16 }, () => withFileLock(lock, alone(), work)));
    expect(turns).toBe(16);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a lock that was left behind', () => {
  test('by a process that is gone is removed at once, with its scratch file', async () => {
    const here = await world(lockOf(deadPid, 0));
    await writeFile(`${here.lock}.${token}`, 'half a file');
    await withFileLock(here.lock, here.deps, () => Promise.resolve());
    expect(waitedMs(here)).toBe(0);
    expect(await readdir(here.folder)).toEqual([]);
  });

  test('in the middle of removing another one is removed as well', async () => {
    const here = await world(lockOf(deadPid, 0));
    await writeFile(`${here.lock}.${token}.break`, lockOf(deadPid, 0).replace(token, 'fedcba9876543210'));
    await withFileLock(here.lock, here.deps, () => Promise.resolve());
    expect(await readdir(here.folder)).toEqual([]);
  });

  test('and was removed by another process meanwhile is not confused with the lock that followed', async () => {
    const here = await world(lockOf(deadPid, 0));
    const removing = `${here.lock}.${token}.break`;
    const theirs = lockOf(process.pid, 0).replace(token, 'fedcba9876543210');
    await writeFile(removing, theirs);
    const seen: string[] = [];
    here.clock.during = () => {
      const content = readFileSync(here.lock, 'utf8');
      seen.push(content);
      if (content !== theirs) {
        writeFileSync(here.lock, theirs);
        rmSync(removing);
      } else if (seen.length > 3) {
        rmSync(here.lock);
      }
    };
    await withFileLock(here.lock, here.deps, () => Promise.resolve());
    expect(seen).toEqual([lockOf(deadPid, 0), theirs, theirs, theirs]);
  });

  test.each([
    ['a process that runs: its id was given away again', lockOf(process.pid, 0)],
    ['a process of another machine', lockOf(deadPid, 0, 'another host')],
  ])('by %s is removed after half a minute', async (_, content) => {
    const here = await world(content);
    await withFileLock(here.lock, here.deps, () => Promise.resolve());
    expect(waitedMs(here)).toBeGreaterThan(30_000);
    expect(waitedMs(here)).toBeLessThan(31_000);
    expect(await readdir(here.folder)).toEqual([]);
  });

  test('before a clock was set back is removed', async () => {
    const here = await world(lockOf(process.pid, 3_600_000));
    await withFileLock(here.lock, here.deps, () => Promise.resolve());
    expect(waitedMs(here)).toBe(0);
  });

  test.each(['', '4711 0 here'])(
    'before it was written (%j) is removed after five seconds',
    async (content) => {
      const here = await world(content);
      await utimes(here.lock, 0, 0);
      await withFileLock(here.lock, here.deps, () => Promise.resolve());
      expect(waitedMs(here)).toBeGreaterThan(5_000);
      expect(waitedMs(here)).toBeLessThan(6_000);
    },
  );
});

describe('a lock that stays taken', () => {
  test('is given up after a while', async () => {
    const here = await world(lockOf(process.pid, 0));
    let renewal = Promise.resolve();
    here.clock.during = () => {
      renewal = renewal.then(() => writeFile(here.lock, lockOf(process.pid, here.clock.now())));
    };
    // Each pause waits for the renewal, so that the lock is never found stale.
    const clock = {
      now: () => here.clock.now(),
      sleep: async (ms: number) => {
        await here.clock.sleep(ms);
        await renewal;
      },
    };
    const work = withFileLock(here.lock, { ...here.deps, clock }, () => Promise.resolve());
    await expect(work).rejects.toThrow(ExopsError);
    await expect(work).rejects.toThrow(`by process ${process.pid} on ${thisProcess.host}`);
    expect(await readFile(here.lock, 'utf8')).toContain(token);
  });

  test('is not waited for once the command is interrupted', async () => {
    const stop = new AbortController();
    const here = await world(lockOf(process.pid, 0), { signal: stop.signal });
    here.clock.during = () => stop.abort(new Error('Ctrl-C'));
    const work = withFileLock(here.lock, here.deps, () => Promise.resolve());
    await expect(work).rejects.toThrow('Ctrl-C');
  });
});

test('whoever lost the lock while standing still writes nothing, and leaves it to its new holder', async () => {
  const { folder, lock, deps } = await world();
  const file = join(folder, 'file');
  await writeFile(file, 'theirs');
  const work = withFileLock(lock, deps, async (held) => {
    await writeFile(lock, lockOf(process.pid, 0));
    await replaceFile(file, 'ours', held);
  });
  await expect(work).rejects.toThrow(/took over the lock/);
  expect(await readFile(file, 'utf8')).toBe('theirs');
  expect((await readdir(folder)).sort()).toEqual(['file', 'lock']);
});
