import type { PodObject } from '../../../src/lib/k8s/objects.js';
import type {
  BootstrapStatus,
  ObservedKey,
  PodVerdict,
  WorkloadStatus,
} from '../../../src/lib/k8s-status/model.js';
import type { Change } from '../../../src/lib/k8s-status/timeline.js';

export const key = 'KAFKA_BOOTSTRAP_SERVERS';

/** Seconds of `13:02:05` on the day of all these tests. */
export function at(time: string): number {
  return Date.parse(`2026-11-21T${time}Z`) / 1_000;
}

/** A change that kim made in one second. */
export function change(time: string, after: string | undefined, rest: Partial<Change> = {}): Change {
  return { earliest: at(time), latest: at(time), by: 'kim', after, ...rest };
}

export function observedKey(rest: Partial<ObservedKey> = {}): ObservedKey {
  return {
    ...{ secret: 'kafka', key, hasSecret: true, isFound: true, hosts: 'new:9092' },
    timeline: [change('12:00:00', 'old:9092'), change('13:00:00', 'new:9092')],
    ...rest,
  };
}

export function verdict(rest: Partial<PodVerdict> = {}): PodVerdict {
  return {
    ...{ pod: 'backend-1', state: 'current', value: 'new:9092', isMounted: false },
    ...{ missed: undefined, trouble: undefined },
    ...rest,
  };
}

export function workloadStatus(rest: Partial<WorkloadStatus> = {}, pods = [verdict()]): WorkloadStatus {
  return {
    ...{ kind: 'Deployment', name: 'backend', state: 'current', wanted: 1, whyNotRestarted: undefined },
    keys: [{ secret: 'kafka', key, uses: [`env ${key}`], state: 'current', pods }],
    ...rest,
  };
}

export function statusOf(rest: Partial<BootstrapStatus> = {}): BootstrapStatus {
  return {
    ...{ keys: [observedKey()], workloads: [workloadStatus()], bystanders: [] },
    ...{ unseen: [], unfinished: [], unreadable: [] },
    ...rest,
  };
}

const env = [{ name: key, valueFrom: { secretKeyRef: { name: 'kafka', key } } }];

/** A pod whose only container runs since then and has the key in its environment. */
export function podSince(time: string, spec: PodObject['spec'] = {}): PodObject {
  return {
    metadata: { name: 'backend-1', creationTimestamp: `2026-11-21T${time}Z` },
    spec: { containers: [{ name: 'app', env }], ...spec },
    status: {
      phase: 'Running',
      containerStatuses: [{ name: 'app', state: { running: { startedAt: `2026-11-21T${time}Z` } } }],
    },
  };
}

export const mounted: PodObject['spec'] = {
  containers: [{ name: 'app', volumeMounts: [{ name: 'config', mountPath: '/etc/kafka' }] }],
  volumes: [{ name: 'config', secret: { secretName: 'kafka' } }],
};

export const fromEnv = env;
