import type { Capability } from '../change/capability.js';
import type { Kubernetes } from '../k8s/kubernetes.js';
import { applySecrets } from './apply-secrets.js';
import type { ObservedSecrets, SecretsWork, WantedSecrets } from './model.js';
import { observeSecrets } from './observe-secrets.js';
import { planSecrets } from './plan-secrets.js';
import { sayWhatHelps } from './say-what-helps.js';
import { verifySecrets } from './verify-secrets.js';

/** Brings the keys of a namespace's secrets to the values that are wanted. */
export function secretsCapability(
  kubernetes: Kubernetes,
  input: Omit<WantedSecrets, 'namespace'>,
): Capability<ObservedSecrets, SecretsWork> {
  const wanted = { ...input, namespace: kubernetes.namespace };
  return {
    observe: ({ signal }) => observeSecrets(kubernetes, wanted, signal),
    plan: (observed) => sayWhatHelps(planSecrets(wanted, observed), wanted, observed),
    apply: (plan, work) => applySecrets(kubernetes, plan, work),
    verify: (plan, outcomes, work) => verifySecrets(kubernetes, plan, outcomes, work),
  };
}
