import type { Context } from '../../context.js';
import type { LiveKind } from '../../lib/completion/names-cache.js';

/**
 * Keeps names that a command was told, for completion: also those of clusters that the background can't ask, where logging
 * in takes a person. Only where somebody types, and for what it is worth: not keeping them is no error.
 * @param options of the command, which choose the cluster
 */
export async function keepNames(
  context: Context,
  options: object,
  kind: LiveKind,
  names: () => readonly string[],
): Promise<void> {
  if (!context.terminal.err.isTerminal) return;
  const [{ clusterFlagsOf, namesFolder, openNames }, { ownFolder }] = await Promise.all([
    import('./live-names.js'),
    import('../../lib/ssh/key-agent.js'),
  ]);
  try {
    await ownFolder(namesFolder(context), context.self);
    const cache = await openNames(context, clusterFlagsOf(options), kind);
    await cache.write({ names: names(), askedAt: context.clock.now() });
  } catch {
    // The next press of the tab key asks.
  }
}
