import type { LagRow } from './lag-rows.js';
import type { LagOfGroup } from './read-lag.js';

/** Records a second. */
export interface LagRate {
  readonly consumed: number;
  readonly produced: number;
  /** Until nothing is left at these rates; milliseconds. Undefined while the group doesn't gain. */
  readonly catchUpMs: number | undefined;
}

interface Look {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** By partition of a group. */
  readonly partitions: ReadonlyMap<string, { readonly committed: bigint; readonly end: bigint }>;
}

/** What a row's partitions did between the first and the last look. */
export type RateOf = (row: LagRow) => LagRate | undefined;

/** Consumers commit every few seconds: a rate is taken over the looks of this time; milliseconds. */
const windowMs = 60_000;

/** Remembers looks, and says how fast groups go on. */
export function lagRates(): (at: number, groups: readonly LagOfGroup[]) => RateOf {
  let looks: readonly Look[] = [];
  return (at, groups) => {
    looks = [...looks.filter((look) => at - look.at <= windowMs), lookOf(at, groups)];
    const kept = looks;
    return (row) => rateOf(kept, row);
  };
}

function lookOf(at: number, groups: readonly LagOfGroup[]): Look {
  const partitions = new Map<string, { committed: bigint; end: bigint }>();
  for (const { group, partitions: own } of groups)
    for (const { topic, partition, committed, end } of own)
      if (committed !== undefined && end !== undefined)
        partitions.set(keyOf(group.id, topic, partition), { committed, end });
  return { at, partitions };
}

function rateOf(looks: readonly Look[], row: LagRow): LagRate | undefined {
  const now = looks.at(-1);
  if (now === undefined) return undefined;
  let consumed = 0;
  let produced = 0;
  let isMeasured = false;
  for (const { topic, partition } of row.partitions) {
    const key = keyOf(row.group.group.id, topic, partition);
    const latest = now.partitions.get(key);
    const first = firstOf(looks, key);
    const seconds = first === undefined ? 0 : (now.at - first.at) / 1_000;
    if (latest === undefined || first === undefined || seconds <= 0) continue;
    isMeasured = true;
    consumed += Number(latest.committed - first.committed) / seconds;
    produced += Number(latest.end - first.end) / seconds;
  }
  if (!isMeasured) return undefined;
  const gain = consumed - produced;
  const left = Number(row.lag);
  const catchUpMs = left === 0 ? 0 : gain > 0 ? (left / gain) * 1_000 : undefined;
  return { consumed, produced, catchUpMs: row.unknown > 0 ? undefined : catchUpMs };
}

/** The oldest look since offsets were last set back: those before belong to another way through the partition. */
function firstOf(
  looks: readonly Look[],
  key: string,
): { readonly at: number; readonly committed: bigint; readonly end: bigint } | undefined {
  let first: { at: number; committed: bigint; end: bigint } | undefined;
  let later: { readonly committed: bigint; readonly end: bigint } | undefined;
  for (const look of looks.toReversed()) {
    const one = look.partitions.get(key);
    if (one === undefined) break;
    if (later !== undefined && (one.committed > later.committed || one.end > later.end)) break;
    if (later !== undefined) first = { at: look.at, ...one };
    later = one;
  }
  return first;
}

function keyOf(group: string, topic: string, partition: number): string {
  return `${group}\n${topic}\n${partition}`;
}
