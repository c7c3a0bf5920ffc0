import type { Clock } from '../../context.js';
import type { Capability } from '../change/capability.js';
import { deleteLeftovers } from './apply-deletion.js';
import type { Leftover, LeftoverPort, LeftoverRules } from './model.js';
import type { LeftoverPrices } from './monthly-cost.js';
import { type ObservedLeftovers, planDeletion } from './plan-deletion.js';
import { readLeftovers } from './read-leftovers.js';
import { verifyDeletion } from './verify-deletion.js';

export interface LeftoverDeps {
  readonly port: LeftoverPort;
  readonly prices: LeftoverPrices;
  readonly clock: Clock;
}

/** Deletes what a destroyed environment left behind. */
export function leftoversCapability(
  { port, prices, clock }: LeftoverDeps,
  rules: LeftoverRules,
): Capability<ObservedLeftovers, Leftover> {
  return {
    observe: async ({ signal }) => ({
      ...(await readLeftovers(port, rules.selection, signal)),
      at: clock.now(),
    }),
    plan: (observed) => planDeletion(rules, prices, observed),
    apply: (plan, work) => deleteLeftovers(port, plan, rules, clock.now, work),
    verify: (plan, outcomes, work) => verifyDeletion(port, plan, outcomes, clock, work),
  };
}
