import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ExopsError } from '../errors.js';
import { stateFolder } from '../state-folder.js';
import { explained, followLinks, readOwnFile, refuseUnsafeFolder, replaceFile } from './known-hosts-file.js';
import { formatPin, type Pin, type PinSource, readPin } from './known-hosts-line.js';
import { type LockDeps, withFileLock } from './known-hosts-lock.js';
import type { HostKey } from './ssh.js';

/** The host keys that this machine has pinned, by instance id: an address may be another machine's tomorrow. */
export interface KnownHosts {
  readonly file: string;
  /** @throws ExopsError when the file can't be trusted, or a line about this instance can't be read */
  find(instanceId: string): Promise<readonly Pin[]>;
  /**
   * Adds a verified key, and nothing when it is there already.
   * @throws ExopsError when another key of its type is, or as `find`
   */
  pin(instanceId: string, key: HostKey, source: PinSource): Promise<void>;
  /** @returns what was forgotten */
  forget(instanceId: string): Promise<readonly Pin[]>;
}

export interface KnownHostsDeps extends LockDeps {
  /** As `knownHostsFile` says. */
  readonly file: string;
}

/** In EXOPS_STATE_DIR, else the XDG state folder, where the journal is, too. */
export function knownHostsFile(env: Readonly<Record<string, string | undefined>>, home: string): string {
  return join(stateFolder(env, home), 'known_hosts');
}

/**
 * The pins in a file that OpenSSH can read too, with `HostKeyAlias`. Lines about other things are nobody's business
 * here and stay as they are, byte for byte. Every change is one atomic replacement under a lock.
 */
export function openKnownHosts(deps: KnownHostsDeps): KnownHosts {
  const { file, clock, self } = deps;
  const check = async (target: string) => {
    for (const folder of new Set([dirname(file), dirname(target)])) {
      await refuseUnsafeFolder(folder, self.uid);
    }
  };
  const edit = (rewrite: (text: string) => string) =>
    explained(`write ${file}`, async () => {
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      const target = await followLinks(file);
      await check(target);
      await withFileLock(`${target}.lock`, deps, async (lock) => {
        const before = await readOwnFile(target, self.uid);
        const after = rewrite(before);
        if (after !== before) await replaceFile(target, after, lock);
      });
    });
  const find = (instanceId: string) =>
    explained(`read ${file}`, async () => {
      const target = await followLinks(file);
      await check(target);
      return pinsIn(await readOwnFile(target, self.uid), instanceId, file);
    });
  return {
    file,
    find,
    async pin(instanceId, key, source) {
      if (!/^i-[0-9a-f]+$/.test(instanceId)) throw new TypeError(`not an instance id: ${instanceId}`);
      const day = new Date(clock.now()).toISOString().slice(0, 10);
      const line = formatPin(instanceId, key, source, day);
      await edit((text) =>
        isPinned(pinsIn(text, instanceId, file), key, instanceId) ? text : withLine(text, line),
      );
    },
    async forget(instanceId) {
      let forgotten: readonly Pin[] = await find(instanceId);
      if (forgotten.length === 0) return forgotten;
      await edit((text) => {
        forgotten = pinsIn(text, instanceId, file);
        return linesOf(text)
          .filter((line) => readPin(line, instanceId) === undefined)
          .join('');
      });
      return forgotten;
    },
  };
}

function pinsIn(text: string, instanceId: string, file: string): readonly Pin[] {
  return linesOf(text).flatMap((line, index) => {
    const pin = readPin(line, instanceId);
    if (pin !== 'damaged') return pin ?? [];
    throw new ExopsError(`Line ${index + 1} of ${file} is about ${instanceId} and can't be read.`, {
      hint: 'Correct the line, or remove it: the next connection verifies the host anew.',
    });
  });
}

function isPinned(pins: readonly Pin[], key: HostKey, instanceId: string): boolean {
  const sameType = pins.filter((pin) => pin.key.type === key.type);
  if (sameType.length === 0) return false;
  if (sameType.some((pin) => pin.key.base64 === key.base64)) return true;
  throw new ExopsError(`Another ${key.type} key of ${instanceId} is pinned already.`, {
    hint: `If the key was replaced on purpose, forget the old one: exops host forget ${instanceId}`,
  });
}

/** With their line ends. */
function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

function withLine(text: string, line: string): string {
  const isWhole = text === '' || text.endsWith('\n');
  return `${text}${isWhole ? '' : '\n'}${line}\n`;
}
