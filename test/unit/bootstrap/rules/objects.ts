import fc from 'fast-check';
import { type Workload, type WorkloadKind, workloadKinds } from '../../../../src/lib/k8s/kubernetes.js';
import type { PodObject, WorkloadObject } from '../../../../src/lib/k8s/objects.js';

export function workload(kind: WorkloadKind, object: WorkloadObject = {}): Workload {
  return { kind, name: 'backend', uid: 'uid-1', object };
}

/** A workload of three pods whose rollout is done, by what every kind counts. */
export function settled(
  kind: WorkloadKind,
  spec: WorkloadObject['spec'] = {},
  status: WorkloadObject['status'] = {},
): Workload {
  return workload(kind, {
    metadata: { generation: 4 },
    spec: { replicas: 3, ...spec },
    status: {
      observedGeneration: kind === 'Rollout' ? '4' : 4,
      ...{ replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 },
      ...{ desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 },
      ...{ currentRevision: 'backend-1', updateRevision: 'backend-1', phase: 'Healthy' },
      ...status,
    },
  });
}

export function pod(name: string, rest: Partial<PodObject> = {}): PodObject {
  return { ...rest, metadata: { name, ...rest.metadata } };
}

export const anyKind = fc.constantFrom(...workloadKinds);

const field = fc.constantFrom(
  ...['metadata', 'name', 'labels', 'annotations', 'ownerReferences', 'generation', 'creationTimestamp'],
  ...[
    'spec',
    'template',
    'replicas',
    'selector',
    'matchLabels',
    'matchExpressions',
    'operator',
    'values',
    'key',
  ],
  ...['containers', 'initContainers', 'env', 'valueFrom', 'secretKeyRef', 'envFrom', 'secretRef', 'prefix'],
  ...['volumes', 'secret', 'secretName', 'items', 'path', 'projected', 'sources', 'volumeMounts', 'subPath'],
  ...['strategy', 'updateStrategy', 'type', 'rollingUpdate', 'partition', 'maxUnavailable', 'minAvailable'],
  ...[
    'status',
    'observedGeneration',
    'updatedReplicas',
    'conditions',
    'reason',
    'message',
    'phase',
    'restartedAt',
  ],
  ...[
    'containerStatuses',
    'initContainerStatuses',
    'state',
    'lastState',
    'waiting',
    'terminated',
    'restartCount',
  ],
  ...['manager', 'operation', 'fieldsV1', 'f:data', 'kind', 'controller', 'exitCode', 'disruptionsAllowed'],
);

/** What a hostile or broken server could answer: anything, with the names of real fields among it. */
export const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'medium' },
    fc.constantFrom(null, undefined, '', 'x', '2026-11-21T13:00:00Z', 0, 1, Number.NaN, true),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(field, fc.string()), tie('value'), { maxKeys: 6 }),
  ),
})).value;

/** The object with some of its parts replaced by anything. */
export function corrupted<T extends object>(valid: T): fc.Arbitrary<T> {
  const damage = fc.record({ path: fc.constantFrom(...pathsIn(valid)), value: anything });
  return fc.array(damage, { minLength: 1, maxLength: 3 }).map((damages) => {
    const copy = structuredClone(valid);
    for (const { path, value } of damages) replaceAt(copy, path, value);
    return copy;
  });
}

function pathsIn(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsIn(inner).map((path) => [key, ...path]),
  ]);
}

function replaceAt(root: object, path: readonly string[], value: unknown): void {
  let at: unknown = root;
  for (const key of path.slice(0, -1))
    at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  if (typeof at === 'object' && at !== null) Reflect.set(at, path.at(-1) ?? '', value);
}
