import { join } from 'node:path';
import type { Context } from '../../context.js';
import { type ClusterFlags, cacheKey } from '../../lib/completion/cache-key.js';
import { isFresh, type LiveKind, type NamesCache, namesCache } from '../../lib/completion/names-cache.js';
import { stateFolder } from '../../lib/state-folder.js';

/** A press of the tab key is answered before 200 ms are over, and a process takes a while to end; milliseconds. */
const answerByMs = 150;

const betweenLooksMs = 8;

export interface LiveDeps {
  readonly cache: NamesCache;
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since this process began. */
  sinceStart(): number;
  sleep(ms: number): Promise<void>;
  /** Has the cluster asked elsewhere, and doesn't wait. */
  refresh(): void;
}

/**
 * The names that are known. Old ones are answered, too, while the cluster is asked in the background; only where there are
 * none its answer is waited for, as long as nobody notices. Nothing is connected here.
 */
export async function liveNames({ cache, ...deps }: LiveDeps): Promise<readonly string[]> {
  const known = await cache.read();
  if (known !== undefined && isFresh(known, deps.now())) return known.names;
  if (!(await cache.isBusy(deps.now()))) deps.refresh();
  if (known !== undefined && known.names.length > 0) return known.names;
  while (deps.sinceStart() + betweenLooksMs < answerByMs) {
    await deps.sleep(betweenLooksMs);
    const fresh = await cache.read();
    if (fresh !== undefined && fresh.askedAt !== known?.askedAt) return fresh.names;
  }
  return [];
}

/** Flags that say which cluster is meant, and as whom. */
const clusterFlagNames = [
  ...['env', 'config', 'brokers', 'auth', 'username', 'algorithm', 'tls', 'ca', 'cert', 'key'],
  ...['profile', 'region', 'via'],
];

/** Those among a command's options. */
export function clusterFlagsOf(options: object): ClusterFlags {
  const given = Object.entries(options).filter(
    ([name, value]) => clusterFlagNames.includes(name) && value !== undefined && value !== true,
  );
  return Object.fromEntries(given);
}

/** As words of a command line. */
export function clusterWordsOf(flags: ClusterFlags): readonly string[] {
  return Object.entries(flags).map(([name, value]) =>
    value === false ? `--no-${name}` : `--${name}=${value}`,
  );
}

type CacheContext = Pick<Context, 'cwd' | 'home' | 'env'>;

export function namesFolder({ env, home }: Pick<Context, 'env' | 'home'>): string {
  return join(stateFolder(env, home), 'names');
}

/** @throws UnclearTargetError when there is no file where one is named */
export async function openNames(
  context: CacheContext,
  flags: ClusterFlags,
  kind: LiveKind,
): Promise<NamesCache> {
  return namesCache(namesFolder(context), await cacheKey(context, flags), kind);
}
