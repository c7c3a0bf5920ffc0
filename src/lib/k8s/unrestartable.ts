import { type Fields, isFields } from './kubeconfig-files.js';
import type { Unrestartable } from './kubernetes.js';
import type { ObjectMeta, PodTemplate } from './objects.js';
import { known } from './read-object.js';

/** What the object starts its pods from; undefined when a controller owns it, or it has ended for good. */
export function readUnrestartable(
  kind: Unrestartable['kind'],
  object: Fields,
): (Unrestartable & { readonly uid: string }) | undefined {
  const identity = known(object);
  if (identity === undefined || hasController(identity.metadata) || hasEnded(kind, object)) return undefined;
  const template = templateOf(kind, object);
  if (template === undefined) return undefined;
  return { kind, name: identity.name, uid: identity.uid, template };
}

function hasController({ ownerReferences }: ObjectMeta): boolean {
  return Array.isArray(ownerReferences) && ownerReferences.some(({ controller }) => controller === true);
}

function hasEnded(kind: Unrestartable['kind'], { status }: Fields): boolean {
  if (!isFields(status)) return false;
  if (kind === 'Pod') return status['phase'] === 'Succeeded' || status['phase'] === 'Failed';
  if (kind !== 'Job' || !Array.isArray(status['conditions'])) return false;
  return status['conditions']
    .filter(isFields)
    .some(({ type, status: is }) => (type === 'Complete' || type === 'Failed') && is === 'True');
}

function templateOf(kind: Unrestartable['kind'], object: Fields): PodTemplate | undefined {
  const spec = fieldsIn(object, 'spec');
  if (kind === 'Pod') return object;
  if (kind !== 'CronJob') return fieldsIn(spec, 'template');
  return fieldsIn(fieldsIn(fieldsIn(spec, 'jobTemplate'), 'spec'), 'template');
}

function fieldsIn(object: Fields | undefined, name: string): Fields | undefined {
  const value = object?.[name];
  return isFields(value) ? value : undefined;
}
