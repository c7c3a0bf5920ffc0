import { createHash } from 'node:crypto';
import type { Direction } from '../rules/order.js';
import type { Resource } from './model.js';

/** Scheduler takes letters, digits and `-_.`, at most 64, for schedules and groups. */
const longest = 64;
/** What stands behind a schedule's name at most: `-sleep-999`. */
const longestSuffix = 10;
const hashLength = 10;

/** The group of an environment's schedules: `exops-dev`. */
export function groupName(environment: string): string {
  return cleaned(`exops-${environment}`, longest);
}

/**
 * The name of a schedule: `rds-shop-mysql-sleep`, and `…-sleep-2` for the second time of a week. It hangs on nothing but
 * the resource, and no two resources share one.
 * @param index of the time, from 0
 */
export function scheduleName(resource: Resource, direction: Direction, index: number): string {
  return `${resourcePart(resource)}-${direction}${index === 0 ? '' : `-${index + 1}`}`;
}

/** Whether a schedule of this name would be one of this resource. */
export function isNameOf(resource: Resource, name: string): boolean {
  const part = resourcePart(resource);
  return name.startsWith(part) && /^-(sleep|wake)(-\d{1,3})?$/.test(name.slice(part.length));
}

/** The order in which schedules stand wherever nothing else tells one. */
export function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1;
}

function resourcePart({ kind, cluster, name }: Resource): string {
  // Neither clusters nor what is in them have dots in their names.
  const whole = cluster === undefined ? `${kind}-${name}` : `${kind}-${cluster}.${name}`;
  const isAmbiguous = (kind === 'rds' && name.startsWith('cluster-')) || (cluster ?? '').includes('.');
  return cleaned(whole, longest - longestSuffix, JSON.stringify([kind, cluster ?? null, name]), isAmbiguous);
}

/** The text itself where it can be a name; else what can be kept of it, and a hash of what it stands for. */
function cleaned(text: string, length: number, meaning = text, isAmbiguous = false): string {
  const isClean = /^[\w.-]+$/.test(text) && text.length <= length && !endsLikeHash.test(text);
  if (isClean && !isAmbiguous) return text;
  const hash = createHash('sha256').update(meaning).digest('hex').slice(0, hashLength);
  return `${text.replaceAll(/[^\w.-]+/g, '-').slice(0, length - hashLength - 1)}-${hash}`;
}

/** Then it could be another's. */
const endsLikeHash = new RegExp(`-[0-9a-f]{${hashLength}}$`);
