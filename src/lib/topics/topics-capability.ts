import type { Capability } from '../change/capability.js';
import { UsageError } from '../errors.js';
import { WrongClusterError } from '../kafka/errors.js';
import type { DesiredState } from '../manifest/model.js';
import { applyTopics } from './apply.js';
import type { ClusterAccess } from './cluster-access.js';
import type { ObservedCluster } from './model.js';
import { observeTopics } from './observe.js';
import { type PlanOptions, planTopics } from './plan-topics.js';
import { readUsage } from './usage.js';
import { verifyTopics } from './verify.js';
import type { TopicWork } from './work.js';

export interface TopicsInput extends PlanOptions {
  readonly desired: DesiredState;
  /** What the configuration says the cluster is. */
  readonly kind: 'kafka' | 'redpanda' | 'msk';
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
      const observed = await observeTopics(access.client, input.kind, names);
      checkCluster(input, observed.clusterId);
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
 * The guard that needs no connection: a manifest for another environment is refused before anything is reached.
 * @throws UsageError
 */
export function checkEnvironment(desired: DesiredState, environment: string | undefined): void {
  const stranger = desired.guards.find(
    (guard) => guard.environment !== undefined && guard.environment !== environment,
  );
  if (stranger === undefined) return;
  const here = environment === undefined ? 'no environment is chosen' : `this is ${environment}`;
  throw new UsageError(
    `${stranger.file} is for the environment ${stranger.environment}, and ${here}. Nothing was reached.`,
    {
      hint: `Choose it with --env ${stranger.environment}, or give the manifest that belongs here.`,
    },
  );
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
