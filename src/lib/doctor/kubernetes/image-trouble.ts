import { listed, shown } from '../../bootstrap/rules/read-shape.js';
import type { PodObject } from '../../k8s/objects.js';

/** https://kubernetes.io/docs/concepts/containers/images/: what a container waits for whose image can't be had. */
const reasons: ReadonlySet<string> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
  'ImageInspectError',
  'RegistryUnavailable',
]);

/** Why an image of a pod can't be had, in the system's word; undefined when it can, or nothing says so yet. */
export function imageTrouble({ status }: PodObject): string | undefined {
  const all = [...listed(status?.initContainerStatuses), ...listed(status?.containerStatuses)];
  return all.map(({ state }) => shown(state?.waiting?.reason)).find((reason) => reasons.has(reason));
}
