import type { Capability } from '../../change/capability.js';
import { ExopsError } from '../../errors.js';
import type { ClusterAccess } from '../cluster-access.js';
import { checkClusterId } from '../topics-capability.js';
import { applyMove } from './apply-move.js';
import type { AskedMove, MoveWork, ObservedMove } from './model.js';
import { observeMove } from './observe-move.js';
import { planCancel } from './plan-cancel.js';
import { planMove } from './plan-move.js';
import type { TopicChoice } from './select-topics.js';
import { settled } from './settled.js';
import { verifyMove } from './verify-move.js';

export interface MoveInput extends TopicChoice {
  readonly asked: AskedMove | 'cancel';
  /** The only cluster that the environment may be; any when undefined. */
  readonly clusterId: string | undefined;
}

/** Moves replicas off brokers and over racks, or ends moves that run. */
export function moveCapability(
  access: ClusterAccess,
  { asked, clusterId, ...choice }: MoveInput,
): Capability<ObservedMove, MoveWork> {
  return {
    async observe({ signal }) {
      const observe = async () => {
        const { clusterId: actual, ...observed } = await observeMove(access.client, choice);
        checkClusterId(clusterId, actual);
        return observed;
      };
      const observed = await observe();
      if (asked === 'cancel') return observed;
      if (asked.spreads) checkRacks(observed);
      const { changes, refusals } = planMove(observed, asked);
      const isAsWanted = changes.length + refusals.length === 0;
      return isAsWanted ? observed : settled(observe, observed, access.clock, signal);
    },
    plan: (observed) => (asked === 'cancel' ? planCancel(observed) : planMove(observed, asked)),
    apply: (plan, work) => applyMove(access, plan, asked === 'cancel' ? undefined : asked.throttle, work),
    verify: (plan, outcomes, work) => verifyMove(access, plan, outcomes, work),
    ...(asked === 'cancel' ? {} : { words }),
  };
}

const words = {
  interrupted: 'what has begun to move goes on in the cluster. Once more to stop at once.',
  goOn: 'Run the same command again to follow it, or end it: exops topics move --cancel.',
};

/** @throws ExopsError where nothing can be said of racks */
function checkRacks({ brokers }: ObservedMove): void {
  if (brokers.every(({ rack }) => rack === null || rack === ''))
    throw new ExopsError('--spread-racks: no broker of this cluster has a rack. Nothing has changed.', {
      hint: "Racks are the brokers' broker.rack.",
    });
}
