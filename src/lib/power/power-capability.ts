import type { Capability } from '../change/capability.js';
import { applyPower } from './apply-power.js';
import type { KafkaLook } from './kafka.js';
import { observePower } from './observe-power.js';
import { planSleep } from './plan-sleep.js';
import { planWake } from './plan-wake.js';
import type { PowerDeps } from './power-deps.js';
import type { Direction } from './rules/order.js';
import { verifyPower } from './verify-power.js';
import type { ObservedPower, PowerWish, PowerWork } from './work.js';

/** Puts what the sleep list of an environment chooses to sleep, or wakes it as it was. */
export function powerCapability(
  deps: PowerDeps,
  direction: Direction,
  wish: PowerWish,
): Capability<ObservedPower, PowerWork> {
  let kafka: KafkaLook | undefined;
  return {
    async observe({ signal }) {
      const { observed, look } = await observePower(deps, direction, signal);
      kafka = look;
      return observed;
    },
    plan: (observed) => (direction === 'sleep' ? planSleep : planWake)(wish, observed),
    apply: (plan, work) => applyPower(deps, { user: wish.user, takesOver: wish.takeOver, kafka }, plan, work),
    verify: (plan, outcomes, work) => verifyPower(deps.ports, plan, outcomes, work),
    words: {
      interrupted:
        'nothing new is begun, and what was asked goes on by itself. Once more to stop looking at it.',
      goOn: `${deps.again} goes on from here, from anywhere; ${deps.back} takes it back.`,
    },
  };
}
