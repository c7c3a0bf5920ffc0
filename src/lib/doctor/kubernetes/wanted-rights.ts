import type { Right } from '../../k8s/kubernetes.js';
import { printable } from '../../terminal/printable.js';

/** Kinds whose templates are looked at, as rights name them. Argo's are left out: most clusters have none. */
const workloads = ['deployments', 'statefulsets', 'daemonsets'] as const;

/** What a diagnosis asks of a namespace: it reads these secrets, workloads and pods, and changes nothing. */
export function wantedRights(secrets: readonly string[]): readonly Right[] {
  return [
    ...[...new Set(secrets)].map((name): Right => ({ verb: 'get', group: '', resource: 'secrets', name })),
    ...workloads.map((resource): Right => ({ verb: 'list', group: 'apps', resource })),
    { verb: 'list', group: '', resource: 'pods' },
  ];
}

/** `get secrets/exchange-secrets`, `list deployments` */
export function rightWords({ verb, resource, name }: Right): string {
  return `${verb} ${resource}${name === undefined ? '' : `/${printable(name)}`}`;
}
