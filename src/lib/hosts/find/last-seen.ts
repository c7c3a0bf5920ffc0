import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instance } from '../../aws/aws.js';

/** Where an instance was when it was last logged in to. */
export type LastSeen = Pick<
  Instance,
  'publicAddress' | 'privateAddress' | 'ipv6Address' | 'availabilityZone'
>;

/** Addresses that are worth trying before AWS has said where an instance is; its host key decides whether it is it. */
export interface SeenHosts {
  find(instanceId: string): Promise<LastSeen | undefined>;
  remember(instance: Instance): Promise<void>;
}

/** One file for each instance, which is replaced whole. What can't be read or written is only not remembered. */
export function openSeenHosts(folder: string, pid: number): SeenHosts {
  const fileOf = (instanceId: string) => join(folder, `${instanceId}.json`);
  return {
    find: (instanceId) =>
      readFile(fileOf(instanceId), 'utf8').then(
        (text) => readSeen(text),
        () => undefined,
      ),
    async remember({ id, publicAddress, privateAddress, ipv6Address, availabilityZone }) {
      const text = `${JSON.stringify({ publicAddress, privateAddress, ipv6Address, availabilityZone })}\n`;
      const fresh = `${fileOf(id)}.${pid}`;
      try {
        if ((await readFile(fileOf(id), 'utf8').catch(() => '')) === text) return;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(fresh, text, { mode: 0o600 });
        await rename(fresh, fileOf(id));
      } catch {
        // The next connection asks AWS again.
      }
    },
  };
}

/** Pure: undefined for anything that isn't what `remember` writes. */
export function readSeen(text: string): LastSeen | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const seen = value as Readonly<Record<string, unknown>>;
  const pick = (key: string) => (typeof seen[key] === 'string' ? seen[key] : undefined);
  return {
    publicAddress: pick('publicAddress'),
    privateAddress: pick('privateAddress'),
    ipv6Address: pick('ipv6Address'),
    availabilityZone: pick('availabilityZone'),
  };
}
