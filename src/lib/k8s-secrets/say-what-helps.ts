import { roleHintWith, withRoleHint } from '../bootstrap/role-hint.js';
import type { Plan, Refusal } from '../change/plan.js';
import { namespaceKind, type ObservedSecrets, type SecretsWork, type WantedSecrets } from './model.js';

/**
 * The plan with what helps where a right is missing: a Role belongs to a namespace that is there, and can't give the
 * rights to look at namespaces and to make them.
 */
export function sayWhatHelps(
  plan: Plan<SecretsWork>,
  { createNamespace, roleCommand }: Pick<WantedSecrets, 'createNamespace' | 'roleCommand'>,
  { namespaceExists }: Pick<ObservedSecrets, 'namespaceExists'>,
): Plan<SecretsWork> {
  const mayBeMissing = createNamespace && namespaceExists !== true;
  const hint = mayBeMissing
    ? `If it doesn't, an admin makes it first: no Role can give the rights that --create-namespace takes. ${roleCommand} prints the Role to apply then`
    : roleHintWith(roleCommand);
  return withRoleHint({ ...plan, refusals: plan.refusals.map(sayWhoMakes) }, hint);
}

function sayWhoMakes(refusal: Refusal): Refusal {
  if (refusal.kind !== namespaceKind || refusal.access !== true) return refusal;
  return { ...refusal, reason: `${refusal.reason} An admin makes it: no Role can give that right` };
}
