import { protectedBy } from '../../aws/protected.js';
import { podTrouble, troubleWords } from '../../bootstrap/rules/pod-trouble.js';
import { counted, listed, shown, valueAt } from '../../bootstrap/rules/read-shape.js';
import type { Workload } from '../../k8s/kubernetes.js';
import type { PodObject } from '../../k8s/objects.js';
import { countOf } from '../../terminal/plural.js';
import type { Sleeper, SleeperState } from '../model.js';
import { recordAnnotation } from '../record.js';
import { bareSleeper } from './bare-sleeper.js';
import { sayTrouble } from './say-trouble.js';

/** Whether its pods have to be looked at to say how it is. */
export function needsPods(workload: Workload): boolean {
  return wanted(workload) === 0 || ready(workload) < wanted(workload);
}

/** @param pods its own, where `needsPods` */
export function workloadSleeper(workload: Workload, pods: readonly PodObject[]): Sleeper {
  const { kind, name, uid, object } = workload;
  const { labels, annotations } = object.metadata ?? {};
  const state = stateOf(workload, pods);
  return {
    ...bareSleeper,
    kind: 'workload',
    id: uid,
    name: `${kind.toLowerCase()}/${name}`,
    state,
    status: statusOf(workload, pods),
    size: { desired: wanted(workload) },
    record: valueAt(annotations, recordAnnotation),
    never: protectedBy(marks(labels), 'label') ?? protectedBy(marks(annotations), 'annotation'),
    trouble: troubleOf(workload, state, pods),
  };
}

/** The kind and the name that a sleeper's name names: `statefulset/shard-1`. */
export function partsOfName(name: string): {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
} {
  const slash = name.indexOf('/');
  const kind = name.slice(0, slash) === 'statefulset' ? 'StatefulSet' : 'Deployment';
  return { kind, name: name.slice(slash + 1) };
}

function marks(texts: Readonly<Record<string, string>> | undefined): ReadonlyMap<string, string> {
  const entries = Object.entries(texts ?? {});
  return new Map(entries.filter(([, value]) => typeof value === 'string'));
}

function wanted({ object }: Workload): number {
  return counted(object.spec?.replicas, 1);
}

function ready({ object }: Workload): number {
  return counted(object.status?.readyReplicas, 0);
}

/** What its controller says counts only once it has seen the newest size. */
function isSeen({ object: { metadata, status } }: Workload): boolean {
  return counted(status?.observedGeneration, 0) >= counted(metadata?.generation, Number.POSITIVE_INFINITY);
}

function stateOf(workload: Workload, pods: readonly PodObject[]): SleeperState {
  if (workload.object.metadata?.deletionTimestamp) return 'unusable';
  if (wanted(workload) > 0)
    return isSeen(workload) && ready(workload) >= wanted(workload) ? 'awake' : 'waking';
  return isSeen(workload) && podsLeft(workload, pods) === 0 ? 'asleep' : 'falling asleep';
}

/** A Deployment no longer counts pods that are ending, but until they have, they work with what sleeps next. */
function podsLeft({ object }: Workload, pods: readonly PodObject[]): number {
  const alive = pods.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  return Math.max(alive.length, counted(object.status?.replicas, 0));
}

function statusOf(workload: Workload, pods: readonly PodObject[]): string {
  if (workload.object.metadata?.deletionTimestamp) return 'being deleted';
  if (wanted(workload) === 0) return `${countOf(podsLeft(workload, pods), 'pod')} left`;
  const passing = pods
    .map(podTrouble)
    .find((trouble) => trouble !== undefined && mayPass.has(trouble.reason));
  const why = passing === undefined ? '' : `, ${troubleWords(passing)}`;
  return `${ready(workload)} of ${wanted(workload)} ready${why}`;
}

/** These end by themselves as nodes come up, and what the pods depend on. */
const mayPass: ReadonlySet<string> = new Set(['CrashLoopBackOff', 'Error', 'Unschedulable']);

function troubleOf(
  { object }: Workload,
  state: SleeperState,
  pods: readonly PodObject[],
): string | undefined {
  if (state !== 'waking') return undefined;
  const lasting = pods
    .map(podTrouble)
    .find((trouble) => trouble !== undefined && !mayPass.has(trouble.reason));
  if (lasting !== undefined) {
    const message = shown(lasting.message);
    return sayTrouble(
      message === '' ? troubleWords(lasting) : `${troubleWords(lasting)}: ${message}`,
      undefined,
    );
  }
  const failure = listed(object.status?.conditions).find(
    ({ type, status, reason }) =>
      (type === 'ReplicaFailure' && status === 'True') || reason === 'ProgressDeadlineExceeded',
  );
  if (failure === undefined) return undefined;
  return sayTrouble(`${shown(failure.reason)}: ${shown(failure.message)}`, undefined);
}
