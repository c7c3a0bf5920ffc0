import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import type { Target } from '../../lib/change/plan-document.js';
import { UsageError } from '../../lib/errors.js';
import { WrongClusterError } from '../../lib/kafka/errors.js';
import type { KafkaSession } from '../../lib/kafka/session.js';
import type { RightsOf } from '../../lib/messages/errors.js';
import { type FoundTopic, findTopic } from '../../lib/messages/find-topic.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import type { ClusterOptions } from '../flags.js';
import { type ClusterEnvironment, clusterEnvironment, reachCluster } from '../reach-cluster.js';

export interface ReachedTopic {
  readonly environment: ClusterEnvironment;
  /** The environment's name, or the cluster's address. */
  readonly place: string;
  readonly target: Target;
  readonly session: KafkaSession;
  readonly found: FoundTopic;
  readonly rights: RightsOf;
  close(): void;
}

/** A session with the environment's cluster, and one of its topics. @param doing `read`, `write to` */
export async function reachTopic(
  context: Context,
  options: ClusterOptions & { readonly topic: string },
  doing: string,
): Promise<ReachedTopic> {
  refuseMisunderstood(options);
  const opened = await clusterEnvironment(context, options);
  const { environment } = opened;
  const { cluster } = environment;
  const rights = { byIam: cluster.auth.mechanism === 'iam', arn: cluster.msk?.arn };
  const { session, place, target, close } = await reachCluster(context, opened, options);
  try {
    const found = await createProgress(context.terminal).during(`Looking for ${options.topic}`, () =>
      abortable(findTopic(session, options.topic, doing, rights), context.signal),
    );
    const { clusterId } = cluster;
    if (clusterId !== undefined && clusterId !== found.metadata.clusterId)
      throw new WrongClusterError(clusterId, found.metadata.clusterId, 'exops.yaml');
    return { environment, place, target, session, found, rights, close };
  } catch (error) {
    close();
    throw error;
  }
}

function refuseMisunderstood({ topic, key, cert }: ClusterOptions & { readonly topic: string }): void {
  if (/[*?]/.test(topic))
    throw new UsageError(`"${printable(topic)}" is a pattern: this command takes one full name.`, {
      hint: 'See: exops topics list',
    });
  if (key !== undefined && cert === undefined)
    throw new UsageError('--key is the file with the key of --cert, for a login.', {
      hint: 'The key of messages: -k, --record-key',
    });
}
