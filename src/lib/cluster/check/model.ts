import type { LeftoverEnd } from './leftovers.js';

/** How a part of a check ended. `gone`: the broker isn't in the cluster. `skipped`: there was nothing to try. */
export type PartState = 'ok' | 'failed' | 'gone' | 'skipped';

/** Why a part isn't `ok`, in words from outside, not yet printable. */
interface Part {
  readonly state: PartState;
  readonly why: string | undefined;
}

export interface BrokerPart extends Part {
  readonly id: number;
  /** Of each round trip; milliseconds. */
  readonly tripsMs: readonly number[];
}

export interface GroupPart extends Part {
  /** What each member had and read. */
  readonly members: readonly { readonly partitions: number; readonly records: number }[];
  /** Records that should be read, and those that were, each once at least. */
  readonly expected: number;
  readonly read: number;
  readonly missing: number;
  readonly twice: number;
}

export interface Rate {
  readonly records: number;
  /** Of the records' values. */
  readonly bytes: number;
  readonly ms: number;
}

export interface ThroughputPart extends Part {
  readonly written: Rate | undefined;
  readonly read: Rate | undefined;
}

export interface CleanUpPart extends Part {
  /** Topics and groups of this check that are still there. */
  readonly left: readonly string[];
}

export interface CheckReport {
  /** The check's name, which its records and its groups bear. */
  readonly check: string;
  readonly at: number;
  readonly topic: { readonly name: string; readonly isTemporary: boolean; readonly partitions: number };
  /** How many round trips each broker was to make, and how large a record's value is, in bytes. */
  readonly records: number;
  readonly size: number;
  /** Those that are gone first, then by id. */
  readonly brokers: readonly BrokerPart[];
  readonly sameGroup: GroupPart;
  readonly otherGroup: GroupPart;
  readonly throughput: ThroughputPart;
  readonly cleanUp: CleanUpPart;
  readonly leftovers: readonly LeftoverEnd[];
}

/** What of it failed, by name: `broker 3`, `same group`. */
export function failedParts(report: CheckReport): readonly string[] {
  const { brokers, sameGroup, otherGroup, throughput, cleanUp } = report;
  const named: readonly (readonly [name: string, part: Part])[] = [
    ...brokers.map((part) => [`broker ${part.id}`, part] as const),
    ['same group', sameGroup],
    ['other group', otherGroup],
    ['throughput', throughput],
    ['clean-up', cleanUp],
  ];
  return named.filter(([, { state }]) => state === 'failed' || state === 'gone').map(([name]) => name);
}
