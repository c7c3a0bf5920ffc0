import { ExopsError } from '../errors.js';
import { ForbiddenError, isSilence, KubernetesError } from '../k8s/errors.js';
import type { Kubernetes, KubernetesSecret } from '../k8s/kubernetes.js';
import {
  namespaceKind,
  type ObservedSecrets,
  refusalKey,
  type SecretsChange,
  type WantedSecrets,
} from './model.js';
import { planSecrets } from './plan-secrets.js';
import { writeChange } from './write-secrets.js';

/** Reads the secrets at once, then asks the server about each change that they need. */
export async function observeSecrets(
  kubernetes: Kubernetes,
  wanted: WantedSecrets,
  signal: AbortSignal,
): Promise<ObservedSecrets> {
  const [namespaceExists, found] = await Promise.all([
    kubernetes.namespaces.exists(signal),
    Promise.all([...wanted.secrets.keys()].map((name) => readSecret(kubernetes, name, signal))),
  ]);
  const seen = { namespaceExists, secrets: new Map(found), refused: new Map<string, ExopsError>() };
  const { changes } = planSecrets(wanted, seen);
  const isNew = changes.some(({ kind }) => kind === namespaceKind);
  // In a namespace that isn't there nothing can be tried.
  const tried = isNew ? changes.filter(({ kind }) => kind === namespaceKind) : changes;
  const answers = await Promise.all(tried.map((change) => tryChange(kubernetes, change, signal)));
  return { ...seen, refused: new Map(answers.flat()) };
}

async function readSecret(
  { secrets }: Kubernetes,
  name: string,
  signal: AbortSignal,
): Promise<readonly [string, KubernetesSecret | ExopsError | undefined]> {
  try {
    return [name, await secrets.read(name, signal)];
  } catch (error) {
    if (error instanceof ForbiddenError) return [name, error];
    throw error;
  }
}

async function tryChange(
  kubernetes: Kubernetes,
  change: SecretsChange,
  signal: AbortSignal,
): Promise<readonly (readonly [string, ExopsError])[]> {
  try {
    await writeChange(kubernetes, change, { dryRun: true, signal });
    return [];
  } catch (error) {
    if (error instanceof ExopsError && isVerdict(error)) return [[refusalKey(change), error]];
    throw error;
  }
}

/** Whether the server said no, and not nothing. */
function isVerdict(error: ExopsError): boolean {
  return error instanceof ForbiddenError || (error instanceof KubernetesError && !isSilence(error));
}
