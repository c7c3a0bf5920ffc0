import { protectedBy } from '../aws/protected.js';
import { printable } from '../terminal/printable.js';
import type { Leftover, LeftoverRules, LeftoverSelection } from './model.js';

export function matches(
  { names, tags }: Pick<Leftover, 'names' | 'tags'>,
  selection: LeftoverSelection,
): boolean {
  const { prefixes } = selection;
  const byName =
    prefixes.length === 0 || prefixes.some((prefix) => names.some((name) => name.startsWith(prefix)));
  return byName && Object.entries(selection.tags).every(([key, value]) => tags?.get(key) === value);
}

/** Why it must not be deleted. */
export interface Keeping {
  readonly word: 'protected' | 'in use' | 'Kubernetes' | 'young' | 'no age';
  /** A clause. */
  readonly reason: string;
}

/**
 * Undefined when it may be deleted. AWS knows more reasons and refuses by itself: an AMI that uses a snapshot.
 * @param now milliseconds since the epoch
 */
export function whyKept(
  leftover: Leftover,
  { olderThanMs, olderThan, includeKubernetes }: Omit<LeftoverRules, 'selection'>,
  now: number,
): Keeping | undefined {
  const { kind, tags, use, createdAt } = leftover;
  const protection = tags === undefined ? undefined : protectedBy(tags);
  if (protection !== undefined) return { word: 'protected', reason: protection };
  if (use !== undefined) return { word: 'in use', reason: `it is in use: ${use}` };
  const owner = includeKubernetes ? undefined : tagOfKubernetes(tags);
  if (owner !== undefined) return { word: 'Kubernetes', reason: ofKubernetes(owner) };
  if (kind === 'Elastic IP' || olderThanMs === 0) return undefined;
  if (createdAt === undefined) return { word: 'no age', reason: "AWS doesn't say how old it is" };
  const age = now - createdAt;
  if (age >= olderThanMs) return undefined;
  return { word: 'young', reason: `it is ${sayAge(age)} old, and --older-than is ${olderThan}` };
}

/**
 * What Kubernetes puts on volumes and snapshots that it made, which are detached whenever their pods are asleep:
 * https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/tagging.md
 */
const ofVolumes = /^(?:kubernetes\.io\/created-for\/|CSIVolume|ebs\.csi\.aws\.com\/)/;

function tagOfKubernetes(tags: Leftover['tags']): string | undefined {
  return [...(tags?.keys() ?? [])].find((key) => ofVolumes.test(key));
}

function ofKubernetes(key: string): string {
  return `it is of Kubernetes by its tag ${printable(key)}, and waits for its pods while they are asleep; --include-kubernetes deletes it all the same`;
}

const hour = 3_600_000;

/** About how long, in the largest unit that fits twice: `34 days`, `5 hours`, `12 minutes`. */
export function sayAge(milliseconds: number): string {
  const age = Math.max(0, milliseconds);
  const units = [
    ['day', 24 * hour],
    ['hour', hour],
    ['minute', 60_000],
  ] as const;
  const [name, worth] = units.find(([, one]) => age >= 2 * one) ?? ['minute', 60_000];
  const count = Math.floor(age / worth);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** The same in a column: `34 d`, `5 h`, `12 min`. */
export function shortAge(milliseconds: number): string {
  return sayAge(milliseconds).replace(/ (day|hour|minute)s?$/, (_, unit: string) => ` ${shortUnits[unit]}`);
}

const shortUnits: Readonly<Record<string, string>> = { day: 'd', hour: 'h', minute: 'min' };
