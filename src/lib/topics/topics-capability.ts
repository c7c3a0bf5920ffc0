import type { Capability } from '../change/capability.js';
import type { Plan } from '../change/plan.js';
import { WrongClusterError } from '../kafka/errors.js';
import type { DesiredState } from '../manifest/model.js';
import type { Flavour } from '../msk/flavour.js';
import { applyTopics } from './apply.js';
import type { ClusterAccess } from './cluster-access.js';
import type { ObservedCluster } from './model.js';
import { observeTopics } from './observe.js';
import { type PlanOptions, planTopics } from './plan-topics.js';
import { readDefaults } from './read-defaults.js';
import { settled } from './settled.js';
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

/**
 * Brings the topics of a cluster to what manifests declare, or somebody asks for.
 * @param plan pure: what is to be done about what was observed
 */
export function topicsCapability(
  access: ClusterAccess,
  input: TopicsInput,
  plan = (observed: ObservedCluster): Plan<TopicWork> => planTopics(input.desired, observed, input),
): Capability<ObservedCluster, TopicWork> {
  return {
    async observe({ signal }) {
      const seen = await observeSettled(access, input, signal);
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

/**
 * A factor that isn't as wanted is looked at again, since it may be that of a move that has just ended.
 * @throws WrongClusterError
 */
async function observeSettled(
  { client, clock }: ClusterAccess,
  input: TopicsInput,
  signal: AbortSignal,
): Promise<ObservedCluster> {
  const names = input.desired.topics.map(({ name }) => name);
  const look = async () => {
    const seen = await observeTopics(client, input.kind, names, input.msk, input.internal);
    checkCluster(input, seen.clusterId);
    return seen;
  };
  const first = await look();
  const odd = input.desired.topics.filter(
    ({ name, replicationFactor: factor }) =>
      factor !== undefined &&
      first.moving?.has(name) !== true &&
      first.topics.get(name)?.partitions.some(({ replicas }) => replicas.length !== factor) === true,
  );
  const placesOf = ({ topics, moving }: ObservedCluster) =>
    JSON.stringify(
      odd.map(({ name }) => [
        moving?.has(name) === true,
        topics.get(name)?.partitions.map(({ replicas }) => replicas),
      ]),
    );
  return odd.length === 0 ? first : settled(look, first, placesOf, clock, signal);
}

/** @throws WrongClusterError */
function checkCluster({ desired, clusterId }: TopicsInput, actual: string | null): void {
  checkClusterId(clusterId, actual);
  const stranger = desired.guards.find(
    (guard) => guard.clusterId !== undefined && guard.clusterId !== actual,
  );
  if (stranger?.clusterId !== undefined)
    throw new WrongClusterError(stranger.clusterId, actual, stranger.file);
}

/** @throws WrongClusterError when it isn't the only one that the environment may be */
export function checkClusterId(expected: string | undefined, actual: string | null): void {
  if (expected !== undefined && expected !== actual)
    throw new WrongClusterError(expected, actual, 'exops.yaml');
}
