import { findBystanders, findConsumers } from '../bootstrap/find-consumers.js';
import { historyAnnotation, readHistory } from '../bootstrap/history.js';
import { lastWriteOf } from '../bootstrap/last-write.js';
import type { BootstrapSecret, Consumer } from '../bootstrap/model.js';
import { namespaceMissing } from '../bootstrap/observe.js';
import { readRecord, recordAnnotation } from '../bootstrap/record.js';
import { isHostList } from '../bootstrap/rules/host-list.js';
import { chunk } from '../chunk.js';
import type { Kubernetes, KubernetesSecret } from '../k8s/kubernetes.js';
import { judgeWorkload } from './judge-workload.js';
import type { BootstrapStatus, ObservedKey, WorkloadStatus } from './model.js';
import { timelineOf } from './timeline.js';

/** Lists of pods that are asked for together. */
const atOnce = 10;

/**
 * Reads the secrets and all that uses their keys at once, then the pods of those workloads alone.
 * @throws ForbiddenError when the secrets or the pods may not be read
 */
export async function observeStatus(
  kubernetes: Kubernetes,
  secrets: readonly BootstrapSecret[],
  signal: AbortSignal,
): Promise<BootstrapStatus> {
  const [read, consumers, bystanders] = await Promise.all([
    Promise.all(secrets.map(async ({ secret }) => kubernetes.secrets.read(secret, signal))),
    findConsumers(kubernetes, secrets, signal),
    findBystanders(kubernetes, secrets, signal),
  ]);
  const found = secrets.map((one, index) => ({ ...one, found: read[index] }));
  const keys = found.flatMap((one) => one.keys.map((key) => observedKey(one.secret, key, one.found)));
  const [workloads, missingNamespace] = await Promise.all([
    judgeWorkloads(kubernetes, consumers.found, keys, signal),
    namespaceMissing(kubernetes, read, signal),
  ]);
  return {
    ...{ keys, workloads, missingNamespace },
    bystanders: bystanders.found,
    unseen: [...consumers.unseen, ...bystanders.unseen],
    ...leftOn(found),
  };
}

/** What the pods of workloads were started with, by name. */
export async function judgeWorkloads(
  { pods }: Pick<Kubernetes, 'pods'>,
  consumers: readonly Consumer[],
  keys: readonly ObservedKey[],
  signal: AbortSignal,
): Promise<readonly WorkloadStatus[]> {
  const workloads: WorkloadStatus[] = [];
  for (const group of chunk([...consumers].sort(byName), atOnce))
    workloads.push(
      ...(await Promise.all(
        group.map(async (consumer) =>
          judgeWorkload(consumer, await pods.of(consumer.workload, signal), keys),
        ),
      )),
    );
  return workloads;
}

/** A key as its secret has it, and what is known of its past. */
export function observedKey(secret: string, key: string, found: KubernetesSecret | undefined): ObservedKey {
  const text = found?.text(key);
  const history = readHistory(found?.annotations[historyAnnotation]);
  const notes = 'problem' in history ? [] : (history.get(key) ?? []);
  const timeline = timelineOf(text ?? null, notes, lastWriteOf(found?.managedFields ?? [], key));
  const hosts = text !== undefined && isHostList(text) ? text : undefined;
  return { secret, key, hasSecret: found !== undefined, isFound: text !== undefined, hosts, timeline };
}

type Left = Pick<BootstrapStatus, 'unfinished' | 'unreadable'>;

function leftOn(secrets: readonly { secret: string; found: KubernetesSecret | undefined }[]): Left {
  const annotated = secrets.map(({ secret, found }) => ({ secret, annotations: found?.annotations ?? {} }));
  return {
    unfinished: annotated.flatMap(({ secret, annotations: { [recordAnnotation]: text } }) =>
      text === undefined ? [] : [{ secret, record: readRecord(text) }],
    ),
    unreadable: annotated.flatMap(({ secret, annotations: { [historyAnnotation]: text } }) => {
      const history = readHistory(text);
      return 'problem' in history ? [{ secret, problem: history.problem }] : [];
    }),
  };
}

function byName({ workload: a }: Consumer, { workload: b }: Consumer): number {
  return a.name < b.name || (a.name === b.name && a.kind < b.kind) ? -1 : 1;
}
