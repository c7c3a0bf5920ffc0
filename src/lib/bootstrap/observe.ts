import { ExopsError } from '../errors.js';
import { ConflictError, ForbiddenError } from '../k8s/errors.js';
import {
  type Kubernetes,
  type Right,
  type Unrestartable,
  type Workload,
  workloadKinds,
} from '../k8s/kubernetes.js';
import type { PodSpec } from '../k8s/objects.js';
import type {
  BootstrapSecret,
  BrokerAnswer,
  Bystander,
  Consumer,
  ObservedBootstrap,
  ObservedSecret,
} from './model.js';
import { readRecord, recordAnnotation } from './record.js';
import { usesOfKey } from './rules/uses-of-key.js';

export interface ObserveInput {
  readonly secrets: readonly BootstrapSecret[];
  /** What the keys are to become; undefined when a record says it. */
  readonly value: string | undefined;
  /** Those that are asked for beforehand. */
  readonly rights: readonly Right[];
  /** Asks the brokers of the new value; nobody is asked without it. */
  readonly probe: (() => Promise<readonly BrokerAnswer[]>) | undefined;
}

const bystanderKinds: readonly Unrestartable['kind'][] = ['Pod', 'ReplicaSet', 'Job', 'CronJob'];

/** Reads all that a plan hangs on: everything at once, then the server's own opinion of each patch. */
export async function observeBootstrap(
  kubernetes: Kubernetes,
  input: ObserveInput,
  signal: AbortSignal,
): Promise<ObservedBootstrap> {
  const { secrets, rights, probe } = input;
  const [read, consumers, bystanders, refusedRights, budgets, brokers] = await Promise.all([
    Promise.all(secrets.map((secret) => readSecret(kubernetes, secret, signal))),
    seenOf(workloadKinds, (kind) => findConsumers(kubernetes, kind, secrets, signal)),
    seenOf(bystanderKinds, (kind) => findBystanders(kubernetes, kind, secrets, signal)),
    kubernetes.refusedRights(rights, signal),
    unlessForbidden(kubernetes.budgets(signal)),
    probe?.() ?? [],
  ]);
  return {
    secrets: await Promise.all(read.map((secret) => tryPatch(kubernetes, secret, input.value, signal))),
    consumers: consumers.found,
    bystanders: bystanders.found,
    unseen: [...consumers.unseen, ...bystanders.unseen],
    refusedRights,
    budgets: budgets ?? [],
    brokers,
  };
}

async function readSecret(
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
    // Somebody wrote just now; the plan is made anew before it is applied.
    if (error instanceof ConflictError || !(error instanceof ExopsError)) throw error;
    return { ...secret, refusedPatch: error };
  }
}

interface Seen<Found> {
  readonly found: readonly Found[];
  readonly unseen: ObservedBootstrap['unseen'];
}

/** What may not be listed is told, and doesn't hide the rest. */
async function seenOf<Kind extends string, Found>(
  kinds: readonly Kind[],
  find: (kind: Kind) => Promise<readonly Found[]>,
): Promise<Seen<Found>> {
  const each = await Promise.all(
    kinds.map(async (kind): Promise<Seen<Found>> => {
      try {
        return { found: await find(kind), unseen: [] };
      } catch (error) {
        if (error instanceof ForbiddenError) return { found: [], unseen: [{ kind, reason: error.message }] };
        throw error;
      }
    }),
  );
  return { found: each.flatMap(({ found }) => found), unseen: each.flatMap(({ unseen }) => unseen) };
}

async function findConsumers(
  kubernetes: Kubernetes,
  kind: Workload['kind'],
  secrets: readonly BootstrapSecret[],
  signal: AbortSignal,
): Promise<readonly Consumer[]> {
  const found: Consumer[] = [];
  for await (const page of kubernetes.workloads.pages(kind, signal)) {
    for (const workload of page) {
      const using = usesOf(workload.object.spec?.template?.spec, secrets);
      if (using.uses.length > 0) found.push({ workload, ...using });
    }
  }
  return found;
}

async function findBystanders(
  kubernetes: Kubernetes,
  kind: Unrestartable['kind'],
  secrets: readonly BootstrapSecret[],
  signal: AbortSignal,
): Promise<readonly Bystander[]> {
  const found: Bystander[] = [];
  for await (const page of kubernetes.workloads.unrestartable(kind, signal)) {
    for (const { name, template } of page) {
      const { uses } = usesOf(template.spec, secrets);
      if (uses.length > 0) found.push({ kind, name, uses });
    }
  }
  return found;
}

function usesOf(
  spec: PodSpec | undefined,
  secrets: readonly BootstrapSecret[],
): Pick<Consumer, 'uses' | 'secrets'> {
  const used = secrets.map(({ secret, keys }) => ({
    secret,
    uses: keys.flatMap((key) => usesOfKey(spec, secret, key)),
  }));
  return {
    uses: [...new Set(used.flatMap(({ uses }) => uses))],
    secrets: used.filter(({ uses }) => uses.length > 0).map(({ secret }) => secret),
  };
}

async function unlessForbidden<Result>(asking: Promise<Result>): Promise<Result | undefined> {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof ForbiddenError) return undefined;
    throw error;
  }
}
