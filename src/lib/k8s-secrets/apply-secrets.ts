import type { ApplyWork } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { chunk } from '../chunk.js';
import { AccessError, messageOf } from '../errors.js';
import { ConflictError, GarbledError, GoneError, UncertainError } from '../k8s/errors.js';
import type { Kubernetes } from '../k8s/kubernetes.js';
import { printable } from '../terminal/printable.js';
import { namespaceKind, type SecretsChange, type SecretsWork } from './model.js';
import { writeChange } from './write-secrets.js';

const atOnce = 8;

/** The namespace, and then the secrets, each under the lock of what was read. */
export async function applySecrets(
  kubernetes: Kubernetes,
  { changes }: Plan<SecretsWork>,
  work: ApplyWork,
): Promise<void> {
  const isNamespace = ({ kind }: SecretsChange) => kind === namespaceKind;
  const groups = [
    changes.filter(isNamespace),
    ...chunk(
      changes.filter((change) => !isNamespace(change)),
      atOnce,
    ),
  ];
  for (const group of groups) {
    if (work.signal.aborted) return;
    work.update(group.map(({ name }) => printable(name)).join(', '));
    const outcomes = await Promise.all(group.map((change) => applyChange(kubernetes, change)));
    for (const outcome of outcomes) work.report(outcome);
    if (outcomes.some(({ kind, status }) => kind === namespaceKind && status === 'failed')) return;
  }
}

/** What was sent is waited for even when the person interrupts, so that its outcome is known. */
async function applyChange(kubernetes: Kubernetes, change: SecretsChange): Promise<Outcome> {
  try {
    await writeChange(kubernetes, change, {});
    return outcomeOf(change, 'done');
  } catch (error) {
    const isUnknown = error instanceof UncertainError || error instanceof GarbledError;
    return outcomeOf(change, isUnknown ? 'unknown' : 'failed', {
      reason: reasonOf(change, error),
      ...(error instanceof AccessError ? { access: true } : {}),
    });
  }
}

function reasonOf({ action }: SecretsChange, error: unknown): string {
  if (error instanceof ConflictError)
    return `somebody ${action === 'create' ? 'made' : 'changed'} it since the plan was made`;
  if (error instanceof GoneError && action === 'change') return 'it was deleted since the plan was made';
  return messageOf(error);
}
