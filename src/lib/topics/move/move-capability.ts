import type { Capability } from '../../change/capability.js';
import { ExopsError } from '../../errors.js';
import type { ClusterAccess } from '../cluster-access.js';
import { settled } from '../settled.js';
import type { Throttle } from '../throttle.js';
import { checkClusterId } from '../topics-capability.js';
import { applyMove } from './apply-move.js';
import type { AskedMove, MoveWork, ObservedMove } from './model.js';
import { type ConfiguredCluster, checkMovable } from './movable-cluster.js';
import { observeMove } from './observe-move.js';
import { placesOf } from './places-of.js';
import { planCancel } from './plan-cancel.js';
import { planMove } from './plan-move.js';
import type { TopicChoice } from './select-topics.js';
import { standsMove } from './stands.js';
import { verifyMove } from './verify-move.js';

export interface MoveInput extends TopicChoice, ConfiguredCluster {
  readonly asked: AskedMove | 'cancel';
  /** The only cluster that the environment may be; any when undefined. */
  readonly clusterId: string | undefined;
}

/** Moves replicas off brokers and over racks, or ends moves that run. */
export function moveCapability(
  access: ClusterAccess,
  { asked, clusterId, kind, msk, ...choice }: MoveInput,
): Capability<ObservedMove, MoveWork> {
  const throttle = asked === 'cancel' ? undefined : asked.throttle;
  return {
    async observe({ signal }) {
      const observe = async () => {
        const { clusterId: actual, ...observed } = await observeMove(access.client, choice);
        checkClusterId(clusterId, actual);
        checkMovable({ kind, msk }, { ...observed, clusterId: actual }, throttle);
        return observed;
      };
      const observed = await observe();
      if (asked === 'cancel') return observed;
      if (asked.spreads) checkRacks(observed);
      const { changes, refusals } = planMove(observed, asked);
      const isAsWanted = changes.length + refusals.length === 0;
      return isAsWanted ? observed : settled(observe, observed, placesOf, access.clock, signal);
    },
    plan: (observed) => (asked === 'cancel' ? planCancel(observed) : planMove(observed, asked)),
    stands: standsMove,
    apply: (plan, work) => applyMove(access, plan, throttle, work),
    verify: (plan, outcomes, work) => verifyMove(access, plan, outcomes, work),
    ...(asked === 'cancel' ? {} : { words: wordsWith(throttle) }),
  };
}

function wordsWith(throttle: Throttle) {
  const how = throttle === undefined ? '' : ', throttled';
  return {
    interrupted: `what has begun to move goes on in the cluster${how}. Once more to stop at once.`,
    goOn: 'Run the same command again to follow it, or end it: exops topics move --cancel.',
  };
}

/** @throws ExopsError where nothing can be said of racks */
function checkRacks({ brokers }: ObservedMove): void {
  if (brokers.every(({ rack }) => rack === null || rack === ''))
    throw new ExopsError('--spread-racks: no broker of this cluster has a rack. Nothing has changed.', {
      hint: "Racks are the brokers' broker.rack.",
    });
}
