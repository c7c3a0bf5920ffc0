import type { Clock } from '../../../context.js';
import type { IngressRule, Network } from '../../aws/contract/network.js';
import type { ApplyWork, Capability, Work } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Plan } from '../../change/plan.js';
import { AccessError, messageOf } from '../../errors.js';
import { admits } from './ingress.js';
import { type ObservedIngress, planIngress } from './plan-ingress.js';

export interface IngressDeps {
  readonly network: Pick<Network, 'securityGroups' | 'authorizeIngress'>;
  readonly clock: Pick<Clock, 'sleep'>;
}

/** What was accepted may take a moment to show. */
const looks = 5;
const betweenLooksMs = 1_000;

/** Lets a source reach a port of a security group. */
export function ingressCapability(
  deps: IngressDeps,
  rule: IngressRule,
): Capability<ObservedIngress, IngressRule> {
  return {
    observe: ({ signal }) => observeIngress(deps, rule, signal),
    plan: (observed) => planIngress(rule, observed),
    apply: (plan, work) => applyIngress(deps, plan, work),
    verify: (_, outcomes, work) => verifyIngress(deps, rule, outcomes, work),
  };
}

async function observeIngress(
  { network }: IngressDeps,
  { groupId }: IngressRule,
  signal: AbortSignal,
): Promise<ObservedIngress> {
  const groups = await network.securityGroups([groupId], signal);
  return { group: groups.find(({ id }) => id === groupId) };
}

async function applyIngress(
  { network }: IngressDeps,
  { changes }: Plan<IngressRule>,
  { report, signal }: ApplyWork,
): Promise<void> {
  for (const change of changes) {
    if (signal.aborted) return;
    try {
      // Once sent it isn't taken back by Ctrl-C.
      await network.authorizeIngress(change.work);
      report(outcomeOf(change, 'done'));
    } catch (error) {
      const access = error instanceof AccessError;
      report(outcomeOf(change, 'failed', { reason: messageOf(error), ...(access ? { access } : {}) }));
    }
  }
}

async function verifyIngress(
  deps: IngressDeps,
  rule: IngressRule,
  outcomes: readonly Outcome[],
  { signal }: Work,
): Promise<readonly Outcome[]> {
  if (outcomes.every(({ status }) => status !== 'done')) return outcomes;
  for (let look = 1; look <= looks; look++) {
    const { group } = await observeIngress(deps, rule, signal);
    if (group !== undefined && admits(group, rule)) return outcomes;
    if (look < looks) await deps.clock.sleep(betweenLooksMs, signal);
  }
  const reason = 'accepted, but the security group does not have the rule';
  return outcomes.map((outcome) =>
    outcome.status === 'done' ? outcomeOf(outcome, 'unknown', { reason }) : outcome,
  );
}
