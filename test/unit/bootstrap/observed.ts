import type { Consumer, ObservedBootstrap, ObservedSecret } from '../../../src/lib/bootstrap/model.js';
import type { KubernetesSecret, Workload, WorkloadKind } from '../../../src/lib/k8s/kubernetes.js';
import type { WorkloadObject } from '../../../src/lib/k8s/objects.js';

export const key = 'KAFKA_BOOTSTRAP_SERVERS';

/** A secret as the adapter hands it out. */
export function secretOf(
  data: Readonly<Record<string, string>> = { [key]: '10.0.11.8:9092' },
  over: Partial<KubernetesSecret> = {},
): KubernetesSecret {
  return {
    name: 'app-secrets',
    uid: 'uid-of-secret',
    resourceVersion: '7',
    type: 'Opaque',
    immutable: false,
    labels: {},
    annotations: {},
    owners: [],
    managedFields: [],
    keys: Object.keys(data),
    text: (name) => data[name],
    ...over,
  };
}

export function observedSecret(
  found: KubernetesSecret | undefined = secretOf(),
  over: Partial<ObservedSecret> = {},
): ObservedSecret {
  return {
    secret: found?.name ?? 'app-secrets',
    keys: [key],
    found,
    unreadable: undefined,
    record: undefined,
    refusedPatch: undefined,
    ...over,
  };
}

/** A workload that is complete, with three pods. */
export function workloadOf(
  name: string,
  { kind = 'Deployment', ...over }: { kind?: WorkloadKind } & WorkloadObject = {},
): Workload {
  const counts = { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 };
  return {
    kind,
    name,
    uid: `uid-of-${name}`,
    object: {
      metadata: { name, uid: `uid-of-${name}`, generation: 4, ...over.metadata },
      spec: { replicas: 3, ...over.spec },
      status: {
        observedGeneration: 4,
        ...counts,
        currentRevision: 'r1',
        updateRevision: 'r1',
        desiredNumberScheduled: 3,
        updatedNumberScheduled: 3,
        numberAvailable: 3,
        ...over.status,
      },
    },
  };
}

export function consumerOf(workload: Workload, uses: readonly string[] = [`env ${key}`]): Consumer {
  return { workload, uses, secrets: ['app-secrets'] };
}

export function observed(over: Partial<ObservedBootstrap> = {}): ObservedBootstrap {
  return {
    secrets: [observedSecret()],
    consumers: [],
    bystanders: [],
    unseen: [],
    refusedRights: [],
    budgets: [],
    brokers: [],
    ...over,
  };
}
