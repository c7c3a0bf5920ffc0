import type { ApiCall } from './api-call.js';
import { GarbledError, GoneError } from './errors.js';
import type { Fields } from './kubeconfig-files.js';
import type { Workload, WorkloadKind } from './kubernetes.js';
import { known, mustBeKnown } from './read-object.js';

/** The object as a workload, if it is one. */
export function readWorkload(kind: WorkloadKind, object: Fields): Workload | undefined {
  const identity = known(object);
  return identity === undefined ? undefined : { kind, name: identity.name, uid: identity.uid, object };
}

/** The same for the answer to a request that must be one. @throws KubernetesError; UncertainError for a write */
export function mustBeWorkload(kind: WorkloadKind, object: Fields, call: ApiCall): Workload {
  const { name, uid } = mustBeKnown(object, call);
  return { kind, name, uid, object };
}

/** The server has no such kind: Argo Rollouts isn't installed. It says so with a text, not with a Status. */
export function isUnknownKind(kind: WorkloadKind, error: unknown): boolean {
  if (kind !== 'Rollout') return false;
  return error instanceof GoneError || (error instanceof GarbledError && error.httpStatus === 404);
}
