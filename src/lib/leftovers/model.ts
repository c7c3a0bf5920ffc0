import type { Billed } from '../aws/contract/billed.js';
import type { Change } from '../change/plan.js';

/** What a destroyed environment leaves behind and goes on to cost, by the words of plans and tables. */
export const leftoverKinds = ['log group', 'volume', 'Elastic IP', 'snapshot'] as const;
export type LeftoverKind = (typeof leftoverKinds)[number];

export interface Leftover {
  readonly kind: LeftoverKind;
  /** What requests take, unique in its kind: a log group's name, `vol-…`, `eipalloc-…`, `snap-…`. Not yet printable. */
  readonly id: string;
  /** Its Name tag, or an address itself; undefined where the id says it all. Not yet printable. */
  readonly label: string | undefined;
  /** The Name tag; of a log group its name, and that without the folder of the AWS service it is in. */
  readonly names: readonly string[];
  /** Undefined where they aren't known. */
  readonly tags: ReadonlyMap<string, string> | undefined;
  /** Of a snapshot the volume's, which is the most it can take. Undefined for an address. */
  readonly sizeBytes: number | undefined;
  /** `gp3`, of a volume. */
  readonly volumeType: string | undefined;
  /** Milliseconds since the epoch; AWS doesn't say of an address. */
  readonly createdAt: number | undefined;
  /** `attached to i-0123456789abcdef0`; undefined when nothing is known to use it. Not yet printable. */
  readonly use: string | undefined;
  /** It is being deleted already. */
  readonly isGoing: boolean;
}

/** Which ones are meant: those whose name begins so (any of them), and that have all of these tags. */
export interface LeftoverSelection {
  readonly prefixes: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What must be so of each that is deleted. */
export interface LeftoverRules {
  readonly selection: LeftoverSelection;
  /** Younger ones are kept; milliseconds. */
  readonly olderThanMs: number;
  /** The same as the person gave it: `7d`. */
  readonly olderThan: string;
  /** Also what the tags of Kubernetes are on. */
  readonly includeKubernetes: boolean;
}

/** What AWS is asked for leftovers. */
export type LeftoverPort = Pick<
  Billed,
  | 'volumes'
  | 'snapshots'
  | 'addresses'
  | 'deleteVolume'
  | 'deleteSnapshot'
  | 'releaseAddress'
  | 'deleteLogGroup'
  | 'logGroups'
>;

export type LeftoverChange = Change<Leftover>;

/** For maps: no two leftovers have the same. */
export function leftoverKey({ kind, id }: Pick<Leftover, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}
