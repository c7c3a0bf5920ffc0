import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../../src/context.js';
import { type KnownHostsDeps, openKnownHosts } from '../../../src/lib/ssh/known-hosts.js';
import { type ProcessIdentity, withFileLock } from '../../../src/lib/ssh/known-hosts-lock.js';
import { ed25519 } from '../hosts/trust/host-keys.js';

export const realClock: Clock = {
  now: Date.now,
  sleep: async (ms, signal) => {
    await delay(ms, undefined, signal === undefined ? {} : { signal });
  },
};

export const thisProcess: ProcessIdentity = {
  pid: process.pid,
  host: hostname(),
  uid: process.geteuid?.(),
  isRunning(pid) {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
};

export function realDeps(file: string, over: Partial<KnownHostsDeps> = {}): KnownHostsDeps {
  return { file, clock: realClock, self: thisProcess, signal: new AbortController().signal, ...over };
}

/** What a child process does to a known_hosts file. */
export interface ChildTask {
  readonly file: string;
  /** Pins a key for each of these instances, and writes its id when that is done. */
  readonly pin: readonly string[];
  /** Then takes the lock for ever, and writes `held` when it has it. */
  readonly hold: boolean;
}

/** The child process itself. */
export async function runChild({ file, pin, hold }: ChildTask): Promise<void> {
  const deps = realDeps(file);
  const knownHosts = openKnownHosts(deps);
  for (const instanceId of pin) {
    await knownHosts.pin(instanceId, ed25519(1), 'tag');
    process.stdout.write(`${instanceId}\n`);
  }
  if (!hold) return;
  await withFileLock(`${file}.lock`, deps, async () => {
    process.stdout.write('held\n');
    await delay(3_600_000);
  });
}
