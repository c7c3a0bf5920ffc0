import { ExopsError } from '../errors.js';
import { ConflictError, ForbiddenError, isSilence } from '../k8s/errors.js';
import type { Kubernetes, Right } from '../k8s/kubernetes.js';
import type { BudgetObject } from '../k8s/objects.js';
import { findBystanders, findConsumers, type Seen } from './find-consumers.js';
import type {
  Behind,
  BootstrapSecret,
  BrokerAnswer,
  Consumer,
  ObservedBootstrap,
  ObservedSecret,
} from './model.js';
import { readRecord, recordAnnotation } from './record.js';

export interface ObserveInput {
  readonly secrets: readonly BootstrapSecret[];
  /** What the keys are to become; undefined when a record says it. */
  readonly value: string | undefined;
  /** Those that are asked for beforehand. */
  readonly rights: readonly Right[];
  /** Asks the brokers of the new value; nobody is asked without it. */
  readonly probe: (() => Promise<readonly BrokerAnswer[]>) | undefined;
  /** Judges what runs with secrets that hold the value already. */
  readonly judgeRunning?: JudgeRunning | undefined;
}

export type JudgeRunning = (
  secrets: readonly ObservedSecret[],
  consumers: readonly Consumer[],
  signal: AbortSignal,
) => Promise<Behind>;

/** Reads all that a plan hangs on: everything at once, then the server's own opinion of each patch. */
export async function observeBootstrap(
  kubernetes: Kubernetes,
  input: ObserveInput,
  signal: AbortSignal,
): Promise<ObservedBootstrap> {
  const { secrets, rights, probe } = input;
  const [read, consumers, bystanders, refusedRights, budgets, brokers] = await Promise.all([
    Promise.all(secrets.map((secret) => readSecret(kubernetes, secret, signal))),
    findConsumers(kubernetes, secrets, signal),
    findBystanders(kubernetes, secrets, signal),
    kubernetes.refusedRights(rights, signal),
    readBudgets(kubernetes, signal),
    probe?.() ?? [],
  ]);
  const [tried, missingNamespace, behind] = await Promise.all([
    Promise.all(read.map((secret) => tryPatch(kubernetes, secret, input.value, signal))),
    namespaceMissing(
      kubernetes,
      read.map(({ found, unreadable }) => unreadable ?? found),
      signal,
    ),
    runningBehind(input, read, consumers.found, signal),
  ]);
  return {
    secrets: tried,
    ...{ missingNamespace, behind },
    consumers: consumers.found,
    bystanders: bystanders.found,
    unseen: [...consumers.unseen, ...bystanders.unseen, ...budgets.unseen],
    refusedRights,
    budgets: budgets.found,
    brokers,
  };
}

/** A configured secret as it is, with the record that a change has left on it. */
export async function readSecret(
  kubernetes: Kubernetes,
  wanted: BootstrapSecret,
  signal: AbortSignal,
): Promise<ObservedSecret> {
  const none = { ...wanted, unreadable: undefined, record: undefined, refusedPatch: undefined };
  try {
    const found = await kubernetes.secrets.read(wanted.secret, signal);
    const record = found?.annotations[recordAnnotation];
    return { ...none, found, record: record === undefined ? undefined : readRecord(record) };
  } catch (error) {
    if (error instanceof ForbiddenError) return { ...none, found: undefined, unreadable: error };
    throw error;
  }
}

/** The namespace, where a secret isn't there because the namespace isn't. */
export async function namespaceMissing(
  { namespaces, namespace }: Pick<Kubernetes, 'namespaces' | 'namespace'>,
  secrets: readonly unknown[],
  signal: AbortSignal,
): Promise<string | undefined> {
  if (secrets.every((found) => found !== undefined)) return undefined;
  return (await namespaces.exists(signal)) === false ? namespace : undefined;
}

/** Of secrets that hold the value already, nothing else would say that pods run with an older one. */
async function runningBehind(
  { value, judgeRunning }: ObserveInput,
  secrets: readonly ObservedSecret[],
  consumers: readonly Consumer[],
  signal: AbortSignal,
): Promise<Behind | undefined> {
  if (secrets.some(({ record }) => record !== undefined)) return undefined;
  const held = secrets.filter(({ found, keys }) => keys.every((key) => found?.text(key) === value));
  const names = held.map(({ secret }) => secret);
  // What reads a secret that changes, too, is restarted.
  const concerned = consumers.filter(({ secrets: used }) => used.every((name) => names.includes(name)));
  return concerned.length === 0 ? undefined : judgeRunning?.(held, concerned, signal);
}

/** Asks the server whether it would take the patch: admission, immutability and rights are its own to judge. */
async function tryPatch(
  kubernetes: Kubernetes,
  secret: ObservedSecret,
  value: string | undefined,
  signal: AbortSignal,
): Promise<ObservedSecret> {
  const { found, keys } = secret;
  if (found === undefined || value === undefined) return secret;
  if (keys.every((key) => found.text(key) === value)) return secret;
  const data = Object.fromEntries(keys.map((key) => [key, value]));
  try {
    await kubernetes.secrets.patch(found, { data }, { dryRun: true, signal });
    return secret;
  } catch (error) {
    // Somebody wrote just now, or nobody answered: that is no opinion of the patch.
    const isVerdict = error instanceof ExopsError && !(error instanceof ConflictError) && !isSilence(error);
    if (!isVerdict) throw error;
    return { ...secret, refusedPatch: error };
  }
}

async function readBudgets(kubernetes: Kubernetes, signal: AbortSignal): Promise<Seen<BudgetObject>> {
  try {
    return { found: await kubernetes.budgets(signal), unseen: [] };
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    return { found: [], unseen: [{ kind: 'PodDisruptionBudget', reason: error.message }] };
  }
}
