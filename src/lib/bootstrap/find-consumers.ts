import { ForbiddenError } from '../k8s/errors.js';
import { type Kubernetes, type Unrestartable, type Workload, workloadKinds } from '../k8s/kubernetes.js';
import type { PodSpec } from '../k8s/objects.js';
import type { BootstrapSecret, Bystander, Consumer, ObservedBootstrap } from './model.js';
import { usesOfKey } from './rules/uses-of-key.js';

/** What was found, and what may not be listed. */
export interface Seen<Found> {
  readonly found: readonly Found[];
  readonly unseen: ObservedBootstrap['unseen'];
}

const bystanderKinds: readonly Unrestartable['kind'][] = ['Pod', 'ReplicaSet', 'Job', 'CronJob'];

/** The workloads that read at least one of the keys, all kinds at once; of the others nothing is kept. */
export function findConsumers(
  kubernetes: Kubernetes,
  secrets: readonly BootstrapSecret[],
  signal: AbortSignal,
): Promise<Seen<Consumer>> {
  return seenOf(workloadKinds, (kind) => consumersOf(kubernetes, kind, secrets, signal));
}

/** What reads one of the keys and isn't restarted. */
export function findBystanders(
  kubernetes: Kubernetes,
  secrets: readonly BootstrapSecret[],
  signal: AbortSignal,
): Promise<Seen<Bystander>> {
  return seenOf(bystanderKinds, (kind) => bystandersOf(kubernetes, kind, secrets, signal));
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

async function consumersOf(
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

async function bystandersOf(
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
