import type { Command } from 'commander';
import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import type { ClusterFlags } from '../../lib/completion/cache-key.js';
import { isFresh, type LiveKind } from '../../lib/completion/names-cache.js';
import { usedFiles } from '../../lib/completion/used-files.js';
import { findGroups } from '../../lib/groups/find-groups.js';
import type { KafkaSession } from '../../lib/kafka/session.js';
import { ownFolder } from '../../lib/ssh/key-agent.js';
import { withFileLock } from '../../lib/ssh/known-hosts-lock.js';
import type { ClusterOptions } from '../flags.js';
import type { EnvironmentOptions } from '../open-environment.js';
import { quietContext } from '../quiet-context.js';
import { askCluster } from '../reach-cluster.js';
import { clusterFlagsOf, namesFolder, openNames } from './live-names.js';
import { readTypedLine } from './typed-line.js';

/** With AWS it takes a few seconds; milliseconds, and shorter than a lock is held to be alive. */
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
  const cache = await openNames(context, flags, kind);
  const folder = namesFolder(context);
  const isOwn = await ownFolder(folder, self).then(
    () => true,
    () => false,
  );
  if (!isOwn) return cache.write({ names: [], askedAt: clock.now() });
  const hurried = { clock, self, signal: AbortSignal.timeout(longestForLockMs) };
  await withFileLock(cache.lock, hurried, async () => {
    const known = await cache.read();
    if (known !== undefined && isFresh(known, clock.now())) return;
    const names = await askNames(context, kind, optionsOf(flags, folder)).catch(() => known?.names ?? []);
    await cache.write({ names, askedAt: clock.now() });
  });
}

function optionsOf(flags: ClusterFlags, folder: string): ClusterOptions & EnvironmentOptions {
  return {
    ...flags,
    ...{ color: 'never', input: false, verbose: false, tls: flags['tls'] !== false },
    unattended: { mayUse: (file) => usedFiles(folder).has(file) },
  };
}

/** Whatever it takes to get there, it ends in time. */
async function askNames(
  context: Context,
  kind: LiveKind,
  options: ClusterOptions & EnvironmentOptions,
): Promise<readonly string[]> {
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(longestMs)]);
  const quiet = { ...quietContext(context), signal };
  const { answer } = await abortable(askCluster(quiet, options, 'Reading names', asks[kind]), signal);
  return answer.names;
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
