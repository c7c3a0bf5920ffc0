import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { timeCommands } from '../timed-commands.js';
import type { Contender, Peer } from './contender.js';
import { exops } from './exops.js';
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
  const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  const found: (Contender | undefined)[] = [];
  for (const peer of peers) found.push(await findPeer(peer, scratch));
  return {
    present: [
      exops(JSON.parse(manifest).version),
      await kafkaTools(),
      ...found.filter((contender) => contender !== undefined),
    ],
    missing: peers.filter((_, index) => found[index] === undefined).map(({ name }) => name),
  };
}

async function findPeer(
  { name, versionArgs, operations }: Peer,
  scratch: string,
): Promise<Contender | undefined> {
  const { EXOPS_BENCH_PEERS = '', PATH = '' } = process.env;
  const program = [EXOPS_BENCH_PEERS, ...PATH.split(delimiter)]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
  if (program === undefined) return undefined;
  const { output } = await timeCommands([{ argv: [program, ...versionArgs] }], { scratch, capMs: 10_000 });
  const version = /\d+\.\d+\.\d+/.exec(output)?.[0] ?? 'of unknown version';
  return { name, version, operations: operations(program) };
}
