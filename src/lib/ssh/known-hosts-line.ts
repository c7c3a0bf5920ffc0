import { formatPublicKey, parsePublicKey } from './public-key.js';
import type { HostKey } from './ssh.js';

/**
 * How a key came to be trusted: by the team's EC2 tag, the instance's console output, Systems Manager, a person who
 * looked at it, or unseen (`--accept-new-host-key`).
 */
export const pinSources = ['tag', 'console', 'ssm', 'person', 'unseen'] as const;
export type PinSource = (typeof pinSources)[number];

/** A key that an instance is known by. */
export interface Pin {
  readonly key: HostKey;
  /** Undefined for a line that somebody wrote by hand; so is `since`. */
  readonly source: PinSource | undefined;
  /** The day it was pinned, in UTC: `2026-11-21`. */
  readonly since: string | undefined;
}

/** What a line of a known_hosts file says about an instance: nothing, a pin, or something that can't be read. */
export function readPin(line: string, instanceId: string): Pin | 'damaged' | undefined {
  const [first = '', ...others] = line.trim().split(/\s+/);
  if (first.startsWith('#')) return undefined;
  const names = first.startsWith('@') ? (others[0] ?? '') : first;
  if (!names.split(/[^0-9A-Za-z-]+/).includes(instanceId)) return undefined;
  const [type, base64, ...notes] = others;
  const key = first === instanceId ? parsePublicKey(`${type} ${base64}`) : undefined;
  return key === undefined ? 'damaged' : { key, ...readNotes(notes) };
}

/** A line in OpenSSH's format: it finds the key with `HostKeyAlias` and takes the rest for a comment. */
export function formatPin(instanceId: string, key: HostKey, source: PinSource, day: string): string {
  return `${instanceId} ${formatPublicKey(key)} source=${source} ${day}`;
}

function readNotes(notes: readonly string[]): Pick<Pin, 'source' | 'since'> {
  return {
    source: pinSources.find((source) => notes.includes(`source=${source}`)),
    since: notes.find((note) => /^\d{4}-\d{2}-\d{2}$/.test(note)),
  };
}
