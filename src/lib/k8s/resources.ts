import type { Unrestartable, WorkloadKind } from './kubernetes.js';

/** Where a kind is found in the API. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  readonly plural: string;
}

const apps = { group: 'apps', version: 'v1' };
const batch = { group: 'batch', version: 'v1' };
const core = { group: '', version: 'v1' };

export const resources: Readonly<Record<WorkloadKind | Unrestartable['kind'], Resource>> = {
  Deployment: { ...apps, plural: 'deployments' },
  StatefulSet: { ...apps, plural: 'statefulsets' },
  DaemonSet: { ...apps, plural: 'daemonsets' },
  Rollout: { group: 'argoproj.io', version: 'v1alpha1', plural: 'rollouts' },
  ReplicaSet: { ...apps, plural: 'replicasets' },
  Pod: { ...core, plural: 'pods' },
  Job: { ...batch, plural: 'jobs' },
  CronJob: { ...batch, plural: 'cronjobs' },
};

export const secretResource: Resource = { ...core, plural: 'secrets' };
export const budgetResource: Resource = { group: 'policy', version: 'v1', plural: 'poddisruptionbudgets' };

/** `/apis/apps/v1/namespaces/dev/deployments`, or of one object by its name. */
export function pathOf({ group, version, plural }: Resource, namespace: string, name?: string): string {
  const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  const one = name === undefined ? '' : `/${encodeURIComponent(name)}`;
  return `${root}/namespaces/${encodeURIComponent(namespace)}/${plural}${one}`;
}
