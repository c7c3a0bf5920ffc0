import type { Context } from '../context.js';
import type { Target } from '../lib/change/plan-document.js';
import { type ExitCode, exitCodes } from '../lib/errors.js';
import { WrongClusterError } from '../lib/kafka/errors.js';
import type { MetadataResponse } from '../lib/kafka/requests/metadata.js';
import type { KafkaSession } from '../lib/kafka/session.js';
import { createProgress } from '../lib/terminal/progress.js';
import { whileRead } from '../lib/terminal/while-read.js';
import { type WatchScreen, watch } from '../lib/watch.js';
import type { ClusterOptions } from './flags.js';
import { clusterEnvironment, reachCluster } from './reach-cluster.js';

export interface ClusterWatch<Seen> {
  /** What the first look waits for; later ones are no news to wait for. */
  readonly waiting: string;
  /** Between two looks; milliseconds. */
  readonly everyMs: number;
  readonly look: (session: KafkaSession) => Promise<Seen>;
  readonly screenOf: (target: Target) => WatchScreen<Seen>;
}

/**
 * Asks the environment's cluster the same thing again and again over one session: until Ctrl-C, or until nobody reads the
 * output any more.
 * @throws the signal's reason, and what `watch` throws
 */
export async function watchCluster<Seen extends { readonly metadata: MetadataResponse }>(
  context: Context,
  options: ClusterOptions,
  { waiting, everyMs, look, screenOf }: ClusterWatch<Seen>,
): Promise<ExitCode> {
  const { clock, terminal } = context;
  const opened = await clusterEnvironment(context, options);
  const { clusterId } = opened.environment.cluster;
  const { session, target, close } = await reachCluster(context, opened, options);
  const checked = async () => {
    const seen = await look(session);
    const found = seen.metadata.clusterId;
    if (clusterId !== undefined && clusterId !== found)
      throw new WrongClusterError(clusterId, found, 'exops.yaml');
    return seen;
  };
  let isFirst = true;
  const looking = () => {
    if (!isFirst) return checked();
    isFirst = false;
    return createProgress(terminal).during(waiting, checked);
  };
  try {
    const screen = screenOf(target);
    await whileRead(terminal.bytes.output, context.signal, (signal) =>
      watch({ clock, signal, everyMs, look: looking, screen }),
    );
    return exitCodes.ok;
  } finally {
    close();
  }
}
