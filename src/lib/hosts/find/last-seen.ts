import { rename, rm, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { readSmallFile } from '../../read-small-file.js';
import { ownFolder } from '../../ssh/key-agent.js';
import type { ProcessIdentity } from '../../ssh/known-hosts-lock.js';

/** Where an instance was when it was last logged in to. */
export interface LastSeen {
  readonly address: string;
  /** How it was reached, and the words for why. */
  readonly kind: 'direct' | 'via';
  readonly why: string | undefined;
  readonly availabilityZone: string | undefined;
  /** What its tag said of its host key. */
  readonly hostKeyTag: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Bytes; what is written has a few hundred. */
const longestFile = 4_096;

/** A day's work: then the team's tag is read again. */
const freshMs = 12 * 3_600_000;

/** Addresses that are worth trying before AWS has said where an instance is; its host key decides whether it is it. */
export interface SeenHosts {
  find(instanceId: string): Promise<LastSeen | undefined>;
  remember(instanceId: string, seen: Omit<LastSeen, 'at'>): Promise<void>;
}

/** One file for each instance, which is replaced whole. What can't be read or written is only not remembered. */
export function openSeenHosts(folder: string, self: ProcessIdentity, now: () => number): SeenHosts {
  const fileOf = (instanceId: string) => join(folder, `${instanceId}.json`);
  return {
    find: (instanceId) =>
      readSmallFile(fileOf(instanceId), longestFile).then(
        (text) => readSeen(text, now()),
        () => undefined,
      ),
    async remember(instanceId, seen) {
      const fresh = `${fileOf(instanceId)}.${self.pid}`;
      try {
        await ownFolder(folder, self);
        await rm(fresh, { force: true });
        await writeFile(fresh, `${JSON.stringify({ ...seen, at: now() })}\n`, { mode: 0o600, flag: 'wx' });
        await rename(fresh, fileOf(instanceId));
      } catch {
        // The next connection asks AWS again.
      }
    },
  };
}

/** Pure: undefined for what is old, and for anything that isn't what `remember` writes. */
export function readSeen(text: string, now: number): LastSeen | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const seen = value as Readonly<Record<string, unknown>>;
  const pick = (key: string) => (typeof seen[key] === 'string' ? seen[key] : undefined);
  const { kind, at } = seen;
  const address = pick('address');
  const isFresh = typeof at === 'number' && at <= now && now - at < freshMs;
  if (!isFresh || address === undefined || isIP(address) === 0) return undefined;
  if (kind !== 'direct' && kind !== 'via') return undefined;
  const [why, availabilityZone, hostKeyTag] = [pick('why'), pick('availabilityZone'), pick('hostKeyTag')];
  return { address, kind, why, availabilityZone, hostKeyTag, at };
}
