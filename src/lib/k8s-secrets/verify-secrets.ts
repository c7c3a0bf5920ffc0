import type { Work } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import type { Kubernetes, KubernetesSecret } from '../k8s/kubernetes.js';
import type { SecretData, SecretsChange, SecretsWork } from './model.js';

/** Reads what was written; of a write whose answer was lost, what is there is the answer. */
export async function verifySecrets(
  kubernetes: Kubernetes,
  { changes }: Plan<SecretsWork>,
  outcomes: readonly Outcome[],
  { signal }: Work,
): Promise<readonly Outcome[]> {
  return Promise.all(
    outcomes.map(async (outcome) => {
      const change = changes.find(({ kind, name }) => kind === outcome.kind && name === outcome.name);
      const isOpen = outcome.status === 'done' || outcome.status === 'unknown';
      if (change === undefined || !isOpen) return outcome;
      return change.work.step === 'namespace'
        ? verifyNamespace(kubernetes, outcome, signal)
        : verifySecret(await kubernetes.secrets.read(change.name, signal), change, change.work, outcome);
    }),
  );
}

async function verifyNamespace(
  { namespaces }: Kubernetes,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<Outcome> {
  const exists = await namespaces.exists(signal);
  if (exists === undefined) return outcome;
  if (exists) return outcomeOf(outcome, 'done');
  return outcome.status === 'unknown'
    ? outcomeOf(outcome, 'failed', { reason: outcome.reason ?? 'it is not there' })
    : outcomeOf(outcome, 'unknown', { reason: 'accepted, and it is gone again' });
}

function verifySecret(
  found: KubernetesSecret | undefined,
  change: SecretsChange,
  work: Exclude<SecretsWork, { step: 'namespace' }>,
  outcome: Outcome,
): Outcome {
  if (found !== undefined && holds(found, work.data)) return outcomeOf(change, 'done');
  if (outcome.status === 'unknown' && isAsBefore(found, work))
    return outcomeOf(change, 'failed', { reason: outcome.reason ?? 'it was not written' });
  const now =
    found === undefined ? 'it is gone again' : 'it holds another value now: somebody wrote it again';
  return outcomeOf(change, 'unknown', { reason: outcome.reason ?? `accepted, and ${now}` });
}

function holds(found: KubernetesSecret, data: SecretData): boolean {
  return [...data].every(([key, value]) => found.text(key) === value.reveal());
}

function isAsBefore(
  found: KubernetesSecret | undefined,
  work: Exclude<SecretsWork, { step: 'namespace' }>,
): boolean {
  return work.step === 'create'
    ? found === undefined
    : found?.resourceVersion === work.identity.resourceVersion;
}
