import { readFile } from 'node:fs/promises';
import type { Contender, Peer } from './contender.js';
import { exops } from './exops.js';
import { findProgram } from './find-program.js';
import { kaf } from './kaf.js';
import { kafkaTools } from './kafka-tools.js';
import { kafkactl } from './kafkactl.js';
import { kcat } from './kcat.js';
import { kcl } from './kcl.js';
import { rpk } from './rpk.js';
import { topicctl } from './topicctl.js';

const peers: readonly Peer[] = [kcat, kcl, rpk, kaf, kafkactl, topicctl];

export interface Contenders {
  /** exops first. */
  readonly present: readonly Contender[];
  /** Names of the peers that aren't on this machine. */
  readonly missing: readonly string[];
}

/** exops, Kafka's own tools, and the peers that are in `EXOPS_BENCH_PEERS`, a folder, or on the PATH. */
export async function findContenders(scratch: string): Promise<Contenders> {
  const found: (Contender | undefined)[] = [];
  for (const peer of peers) found.push(await findPeer(peer, scratch));
  return {
    present: [
      exops(await ownVersion()),
      await kafkaTools(),
      ...found.filter((contender) => contender !== undefined),
    ],
    missing: peers.filter((_, index) => found[index] === undefined).map(({ name }) => name),
  };
}

/** The version of exops that is measured. */
export async function ownVersion(): Promise<string> {
  const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  return String(JSON.parse(manifest).version);
}

async function findPeer(peer: Peer, scratch: string): Promise<Contender | undefined> {
  const found = await findProgram(peer, scratch);
  return found && { name: peer.name, version: found.version, operations: peer.operations(found.program) };
}
