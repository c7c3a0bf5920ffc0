import type { Context } from '../../context.js';
import type { LiveKind } from '../../lib/completion/names-cache.js';
import type { Environment } from '../../lib/config/environment.js';

export interface AskedFor {
  /** Of the command, which choose the cluster. */
  readonly options: object;
  readonly environment: Pick<Environment, 'configFile' | 'configDigest'>;
}

/**
 * Keeps names that a command was told, for completion: also those of clusters that the background can't ask, where logging
 * in takes a person. Since a person asked with it, the background may use the configuration file as it is. Only where
 * somebody types, and for what it is worth: not keeping them is no error.
 */
export async function keepNames(
  context: Context,
  { options, environment }: AskedFor,
  kind: LiveKind,
  names: () => readonly string[],
): Promise<void> {
  if (!context.terminal.err.isTerminal) return;
  const [{ clusterFlagsOf, namesFolder, openNames }, { usedFiles }, { ownFolder }] = await Promise.all([
    import('./live-names.js'),
    import('../../lib/completion/used-files.js'),
    import('../../lib/ssh/key-agent.js'),
  ]);
  const { configFile: path, configDigest: digest } = environment;
  try {
    const folder = namesFolder(context);
    await ownFolder(folder, context.self);
    if (path !== undefined && digest !== undefined) await usedFiles(folder).add({ path, digest });
    const cache = await openNames(context, clusterFlagsOf(options), kind);
    await cache.write({ names: names(), askedAt: context.clock.now() });
  } catch {
    // The next press of the tab key asks.
  }
}
