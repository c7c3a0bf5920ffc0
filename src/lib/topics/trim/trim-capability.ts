import type { Capability } from '../../change/capability.js';
import type { ClusterAccess } from '../cluster-access.js';
import { checkClusterId } from '../topics-capability.js';
import { applyTrim } from './apply-trim.js';
import type { TrimBound } from './bound.js';
import type { ObservedTrim, TrimWork } from './model.js';
import { keyOf, observeTrim } from './observe-trim.js';
import { planTrim } from './plan-trim.js';
import { verifyTrim } from './verify-trim.js';

export interface TrimInput {
  /** Full names. */
  readonly names: readonly string[];
  readonly bound: TrimBound;
  /** All of them when empty. */
  readonly partitions: readonly number[];
  /** The only cluster that the environment may be; any when undefined. */
  readonly clusterId: string | undefined;
}

/** Deletes the oldest records of topics. */
export function trimCapability(access: ClusterAccess, input: TrimInput): Capability<ObservedTrim, TrimWork> {
  // Producers go on while a person reads: what was shown is what goes, and nothing that came later.
  const agreed = new Map<string, bigint>();
  return {
    async observe() {
      const { clusterId, ...observed } = await observeTrim(access.client, { ...input, agreed });
      checkClusterId(input.clusterId, clusterId);
      for (const { name, partitions } of observed.topics)
        for (const { id, leader, error, keepsFrom } of partitions)
          if (leader >= 0 && error === undefined) agreed.set(keyOf(name, id), keepsFrom);
      return observed;
    },
    plan: (observed) => planTrim(observed, input),
    apply: (plan, work) => applyTrim(access, plan, work),
    verify: (plan, outcomes, work) => verifyTrim(access, plan, outcomes, work),
  };
}
