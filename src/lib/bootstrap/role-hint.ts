import type { Plan } from '../change/plan.js';
import { roleHint } from './plan-secret.js';

/** `exops k8s rbac --namespace dev prints the Role that it takes` */
export function roleHintWith(command: string): string {
  return `${command} prints the Role that it takes`;
}

/** The plan whose refusals for want of a right say this; what was observed doesn't tell how the command was called. */
export function withRoleHint<Work>(plan: Plan<Work>, hint: string): Plan<Work> {
  const refusals = plan.refusals.map((refusal) =>
    refusal.access ? { ...refusal, reason: refusal.reason.replaceAll(roleHint, () => hint) } : refusal,
  );
  return { ...plan, refusals };
}
