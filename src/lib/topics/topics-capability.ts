import type { Capability } from '../change/capability.js';
import { WrongClusterError } from '../kafka/errors.js';
import type { DesiredState } from '../manifest/model.js';
import type { Flavour } from '../msk/flavour.js';
import { applyTopics } from './apply.js';
import type { ClusterAccess } from './cluster-access.js';
import type { ObservedCluster } from './model.js';
import { observeTopics } from './observe.js';
import { type PlanOptions, planTopics } from './plan-topics.js';
import { readDefaults } from './read-defaults.js';
import { readUsage } from './usage.js';
import { verifyTopics } from './verify.js';
import type { TopicWork } from './work.js';

export interface TopicsInput extends PlanOptions {
  readonly desired: DesiredState;
  /** What the configuration says the cluster is. */
  readonly kind: 'kafka' | 'redpanda' | 'msk';
  /** Which kind of MSK cluster it is, where it was looked up. */
  readonly msk?: Flavour | undefined;
  /** The only cluster that the environment may be; any when undefined. */
  readonly clusterId: string | undefined;
}

/** Brings the topics of a cluster to what manifests declare. */
export function topicsCapability(
  access: ClusterAccess,
  input: TopicsInput,
): Capability<ObservedCluster, TopicWork> {
  const plan = (observed: ObservedCluster) => planTopics(input.desired, observed, input);
  return {
    async observe() {
      const names = input.desired.topics.map(({ name }) => name);
      const seen = await observeTopics(access.client, input.kind, names, input.msk);
      checkCluster(input, seen.clusterId);
      const observed = { ...seen, ...(await readDefaults(access.client, input.desired, seen)) };
      const losing = plan(observed).changes.filter(({ severity }) => severity === 'destructive');
      if (losing.length === 0) return observed;
      const topics = losing.flatMap(({ name }) => observed.topics.get(name) ?? []);
      const readersOf = new Set(losing.filter(({ action }) => action === 'delete').map(({ name }) => name));
      const usage = await readUsage(access.client, { brokers: observed.brokers, topics, readersOf });
      return { ...observed, usage };
    },
    plan,
    apply: (made, work) => applyTopics(access, made, input.throttle, work),
    verify: (made, outcomes, work) => verifyTopics(access, made, outcomes, work),
  };
}

/** @throws WrongClusterError */
function checkCluster({ desired, clusterId }: TopicsInput, actual: string | null): void {
  if (clusterId !== undefined && clusterId !== actual)
    throw new WrongClusterError(clusterId, actual, 'exops.yaml');
  const stranger = desired.guards.find(
    (guard) => guard.clusterId !== undefined && guard.clusterId !== actual,
  );
  if (stranger?.clusterId !== undefined)
    throw new WrongClusterError(stranger.clusterId, actual, stranger.file);
}
