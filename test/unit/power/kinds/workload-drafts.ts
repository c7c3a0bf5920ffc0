import type { Kubernetes, Workload, WorkloadKind } from '../../../../src/lib/k8s/kubernetes.js';
import type { LabelSelector, PodObject, WorkloadObject } from '../../../../src/lib/k8s/objects.js';
import { workloadSleeper } from '../../../../src/lib/power/kinds/workload-sleeper.js';

export interface Draft {
  readonly kind?: WorkloadKind;
  readonly metadata?: WorkloadObject['metadata'];
  readonly spec?: WorkloadObject['spec'];
  readonly status?: WorkloadObject['status'];
}

/** With two pods that are ready. */
export function workload(
  name: string,
  { kind = 'Deployment', metadata, spec, status }: Draft = {},
): Workload {
  const selector = { matchLabels: { app: name } };
  return {
    kind,
    name,
    uid: `uid-of-${name}`,
    object: {
      metadata: { name, generation: 4, ...metadata },
      spec: { replicas: 2, selector, ...spec },
      status: { observedGeneration: 4, replicas: 2, readyReplicas: 2, ...status },
    },
  };
}

export const atZero: Draft = { spec: { replicas: 0 }, status: { replicas: 0, readyReplicas: 0 } };

export function pod(
  name: string,
  labels: Readonly<Record<string, string>>,
  status: PodObject['status'] = {},
): PodObject {
  return { metadata: { name, labels }, status: { phase: 'Running', ...status } };
}

export const sleeper = (draft: Draft = {}, pods: readonly PodObject[] = []) =>
  workloadSleeper(workload('backend', draft), pods);

export const waiting = (reason: string, message?: string): PodObject =>
  pod(
    'backend-1',
    {},
    {
      phase: 'Pending',
      containerStatuses: [
        { name: 'app', state: { waiting: { reason, ...(message === undefined ? {} : { message }) } } },
      ],
    },
  );

export type Server = Pick<Kubernetes, 'workloads' | 'pods'>;

export function chooses(
  { matchLabels = {}, matchExpressions = [] }: LabelSelector,
  labels: Record<string, string>,
) {
  const isIn = (key: string, values: readonly string[]) => values.includes(labels[key] ?? '');
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key = '', values = [] }) => isIn(key, values))
  );
}

export function serverWith(
  workloads: readonly Workload[],
  pods: readonly PodObject[] = [],
  over: { readonly list?: Error; readonly pods?: Error } = {},
): { readonly server: Server; readonly calls: string[] } {
  const calls: string[] = [];
  const unexpected = () => {
    throw new Error('That is not asked for.');
  };
  return {
    calls,
    server: {
      workloads: {
        async *pages(kind, _, labels) {
          calls.push(['list', kind, ...Object.entries(labels ?? {}).map((pair) => pair.join('='))].join(' '));
          if (over.list !== undefined) throw over.list;
          const own = workloads.filter(
            (one) =>
              one.kind === kind && chooses({ matchLabels: labels ?? {} }, one.object.metadata?.labels ?? {}),
          );
          yield own.slice(0, 100);
          yield own.slice(100);
        },
        async read({ kind, name }) {
          calls.push(`read ${kind} ${name}`);
          return workloads.find((one) => one.kind === kind && one.name === name);
        },
        async setReplicas({ kind, name, uid }, change) {
          calls.push(`set ${kind} ${name} ${uid} ${JSON.stringify(change)}`);
          return workload(name);
        },
        unrestartable: unexpected,
        setRestartedAt: unexpected,
        follow: unexpected,
      },
      pods: {
        async of({ object }) {
          calls.push('pods');
          if (over.pods !== undefined) throw over.pods;
          return pods.filter(({ metadata }) => chooses(object.spec?.selector ?? {}, metadata?.labels ?? {}));
        },
        delete: unexpected,
        lastLines: unexpected,
      },
    },
  };
}

export const selector = (name: string, kind: 'Deployment' | 'StatefulSet' = 'Deployment') =>
  ({ kind: 'workload', workload: kind, name }) as const;
