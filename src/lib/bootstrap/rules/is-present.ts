import type { PodObject } from '../../k8s/objects.js';

/** Whether a pod counts: not when it is being deleted or has ended, since another takes its place. */
export function isPresent({ metadata, status }: PodObject): boolean {
  return !metadata?.deletionTimestamp && status?.phase !== 'Succeeded' && status?.phase !== 'Failed';
}
