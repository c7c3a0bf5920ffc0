import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Context } from '../../context.js';
import type { ClusterFlags } from '../../lib/completion/cache-key.js';
import { isFresh, type LiveKind } from '../../lib/completion/names-cache.js';
import { findConfig } from '../../lib/config/find-config.js';
import { findGroups } from '../../lib/groups/find-groups.js';
import type { KafkaSession } from '../../lib/kafka/session.js';
import { ownFolder } from '../../lib/ssh/key-agent.js';
import { withFileLock } from '../../lib/ssh/known-hosts-lock.js';
import type { ClusterOptions } from '../flags.js';
import { quietContext } from '../quiet-context.js';
import { askCluster } from '../reach-cluster.js';
import { clusterFlagsOf, namesFolder, openNames } from './live-names.js';
import { readTypedLine } from './typed-line.js';

/** Through hosts and AWS it takes a few seconds; milliseconds, and shorter than a lock is held to be alive. */
const longestMs = 15_000;

/** Whoever waits longer for the lock has another process that asks. */
const longestForLockMs = 20;

/**
 * Asks the cluster for its names and keeps them, unless another process does: in the background, where nobody is there to
 * be asked anything. A failure is kept, too: nobody tries again at the next press of a key.
 * @param words a command line that chooses the cluster
 */
export async function refreshNames(
  context: Context,
  program: Command,
  kind: LiveKind,
  words: readonly string[],
): Promise<void> {
  const { clock, self } = context;
  const flags = clusterFlagsOf(readTypedLine(program, [...words, '']).flags);
  const options: ClusterOptions & { readonly unattended: true } = {
    ...flags,
    ...{ color: 'never', input: false, verbose: false, unattended: true },
    tls: flags['tls'] !== false,
  };
  if (!(await isOurs(context, flags))) return;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(longestMs)]);
  const quiet = { ...quietContext(context), signal };
  await ownFolder(namesFolder(context), self);
  const cache = await openNames(context, flags, kind);
  const hurried = { clock, self, signal: AbortSignal.timeout(longestForLockMs) };
  await withFileLock(cache.lock, hurried, async () => {
    const known = await cache.read();
    if (known !== undefined && isFresh(known, clock.now())) return;
    const names = await askCluster(quiet, options, 'Reading names', asks[kind]).then(
      ({ answer }) => answer.names,
      () => known?.names ?? [],
    );
    await cache.write({ names, askedAt: clock.now() });
  });
}

/** A file that is found on the way up may be anybody's, and a press of a key doesn't mean to trust it. */
async function isOurs(context: Context, { config }: ClusterFlags): Promise<boolean> {
  const { cwd, home, env, self } = context;
  const path = await findConfig({ cwd, home, env, config: typeof config === 'string' ? config : undefined });
  return path === undefined || isTrustedOwner((await stat(path)).uid, self.uid);
}

/**
 * Pure: whether a file of this owner is as good as one's own.
 * @param uid undefined where files have no owner
 */
export function isTrustedOwner(owner: number, uid: number | undefined): boolean {
  return uid === undefined || owner === uid || owner === 0;
}

const asks = {
  topics: async (session: KafkaSession) => {
    const metadata = await session.metadata(null);
    return { metadata, names: metadata.topics.map(({ name }) => name).sort() };
  },
  groups: async (session: KafkaSession) => {
    const { metadata, groups } = await findGroups(session, []);
    return { metadata, names: groups.map(({ id }) => id) };
  },
};
