/** A Kubernetes object, as far as the lab has to know it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

const groups = {
  v1: 'api/v1',
  apps: 'apis/apps/v1',
  batch: 'apis/batch/v1',
  policy: 'apis/policy/v1',
  argo: 'apis/argoproj.io/v1alpha1',
  rbac: 'apis/rbac.authorization.k8s.io/v1',
} as const;

const resources: Readonly<Record<string, readonly [group: keyof typeof groups, plural: string]>> = {
  ConfigMap: ['v1', 'configmaps'],
  CronJob: ['batch', 'cronjobs'],
  DaemonSet: ['apps', 'daemonsets'],
  Deployment: ['apps', 'deployments'],
  Job: ['batch', 'jobs'],
  Pod: ['v1', 'pods'],
  PodDisruptionBudget: ['policy', 'poddisruptionbudgets'],
  ReplicaSet: ['apps', 'replicasets'],
  Role: ['rbac', 'roles'],
  RoleBinding: ['rbac', 'rolebindings'],
  Rollout: ['argo', 'rollouts'],
  Secret: ['v1', 'secrets'],
  ServiceAccount: ['v1', 'serviceaccounts'],
  StatefulSet: ['apps', 'statefulsets'],
};

/** The path of a kind's objects in a namespace, or of one of them. */
export function resourcePath(kind: string, namespace: string, name?: string): string {
  const resource = resources[kind];
  if (resource === undefined) throw new Error(`The lab doesn't know where ${kind} objects are.`);
  const [group, plural] = resource;
  return `/${groups[group]}/namespaces/${namespace}/${plural}${name === undefined ? '' : `/${name}`}`;
}
