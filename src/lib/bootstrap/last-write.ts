import type { ManagedFields } from '../k8s/objects.js';
import { listed, secondOf, shown } from './rules/read-shape.js';

/** What the API server itself knows of the last write to a key of a secret. */
export interface LastWrite {
  /** Who: `kubectl-patch`. Empty when nobody owns the key. */
  readonly by: string;
  /**
   * Seconds since the epoch, by the server's clock: the key was last changed in this second or earlier, since the time of an
   * owner moves with whatever else it writes to the object. Undefined when nobody owns the key.
   */
  readonly second: number | undefined;
  /** Whether it was this key that was changed then: its only owner has written nothing else that is still its own. */
  readonly isExact: boolean;
  /** Whether exops set the value that is there. Somebody else who changed it would have taken it over. */
  readonly isOurs: boolean;
}

/** https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management */
export function lastWriteOf(fields: readonly ManagedFields[], key: string): LastWrite {
  const owners = listed(fields).filter(({ fieldsV1 }) => keysIn(fieldsV1).includes(`f:${key}`));
  const [last] = owners
    .filter(({ time }) => !Number.isNaN(secondOf(time)))
    .sort((a, b) => secondOf(b.time) - secondOf(a.time));
  return {
    by: shown(last?.manager),
    second: last === undefined ? undefined : secondOf(last.time),
    isExact: owners.length === 1 && hasOnly(last?.fieldsV1, key),
    isOurs: owners.some(({ manager }) => manager === 'exops'),
  };
}

function keysIn(fields: ManagedFields['fieldsV1']): readonly string[] {
  const data: unknown = fields?.['f:data'];
  return typeof data === 'object' && data !== null ? Object.keys(data) : [];
}

/** `.` is the map itself; a secret's type is written with its first data and never changes. */
function hasOnly(fields: ManagedFields['fieldsV1'], key: string): boolean {
  const others = Object.keys(fields ?? {}).filter((name) => name !== 'f:data' && name !== 'f:type');
  return others.length === 0 && keysIn(fields).every((name) => name === '.' || name === `f:${key}`);
}
