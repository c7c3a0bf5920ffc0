import type { Change } from '../../change/plan.js';
import type { ItemError } from '../../kafka/item-error.js';
import type { CommittedOffset } from '../../kafka/requests/offset-fetch.js';
import type { DescribedGroup } from '../model.js';
import type { ResetPoint } from './reset-point.js';

/** Which offsets of which group are to become what. */
export interface ResetWish {
  readonly group: string;
  readonly to: ResetPoint | { readonly kind: 'file'; readonly offsets: readonly CommittedOffset[] };
  /** What is left out of it; every topic with committed offsets when empty. Partitions left out stand for all. */
  readonly topics: readonly { readonly name: string; readonly partitions: readonly number[] | undefined }[];
}

/** A partition that is to be set, as it is. */
export interface ResetPartition {
  readonly name: string;
  readonly partition: number;
  readonly committed: bigint | undefined;
  /** Its ends, and the offset of the wished time. Undefined where its leader doesn't say. */
  readonly ends:
    | { readonly start: bigint; readonly end: bigint; readonly atTime: bigint | undefined }
    | undefined;
}

export interface ObservedReset {
  readonly clusterId: string | null;
  /** Undefined when nobody lists it. */
  readonly group: DescribedGroup | undefined;
  /** A group that was probably meant, where nobody lists this one. */
  readonly meant: string | undefined;
  /** Why what it has committed can't be read, where nobody lists it. */
  readonly problem: ItemError | undefined;
  readonly coordinator: number;
  readonly partitions: readonly ResetPartition[];
  /** Wished for, and not there. */
  readonly missing: readonly { readonly name: string; readonly reason: string }[];
}

export interface ResetWork {
  /** Of one topic. */
  readonly targets: readonly CommittedOffset[];
  /** Of those that were committed. */
  readonly before: readonly CommittedOffset[];
  readonly coordinator: number;
}

export type ResetChange = Change<ResetWork>;
