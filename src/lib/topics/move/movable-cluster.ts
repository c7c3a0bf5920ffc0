import { ExopsError, UsageError } from '../../errors.js';
import { type Flavour, isServerlessHost } from '../../msk/flavour.js';
import { type ClusterKind, kindOf } from '../model.js';
import type { Throttle } from '../throttle.js';
import type { ObservedMove } from './model.js';

/** What the configuration says of the cluster. */
export interface ConfiguredCluster {
  readonly kind: ClusterKind | 'msk';
  readonly msk?: Flavour | undefined;
}

/**
 * Pure: clusters that don't move replicas as Kafka does.
 * @throws ExopsError, UsageError
 */
export function checkMovable(
  { kind, msk }: ConfiguredCluster,
  { brokers, clusterId }: Pick<ObservedMove, 'brokers'> & { readonly clusterId: string | null },
  throttle: Throttle,
): void {
  if (msk === 'serverless' || brokers.some(({ host }) => isServerlessHost(host)))
    throw new ExopsError('AWS places the replicas of an MSK Serverless cluster. Nothing has changed.');
  if (kindOf(kind, clusterId) === 'redpanda' && throttle !== undefined)
    throw new UsageError("Redpanda doesn't know Kafka's throttles, so --throttle would limit nothing.", {
      hint: 'Give --throttle none; Redpanda has a limit of its own, raft_learner_recovery_rate.',
    });
}
