import { byLag, isBehind, type LagSum, type PartitionLag, sumOf } from './partition-lag.js';
import type { LagOfGroup, LagReport } from './read-lag.js';

/** What one line says: a group, a topic of it or a partition. */
export interface LagRow extends LagSum {
  readonly group: LagOfGroup;
  readonly topic: string | undefined;
  readonly partition: PartitionLag | undefined;
  /** Those that the row sums up. */
  readonly partitions: readonly PartitionLag[];
}

export type LagGrain = 'group' | 'topic' | 'partition';

export interface RowSelection {
  readonly by: LagGrain;
  /** Only what is behind, or may be for all that is known. */
  readonly onlyLagging: boolean;
  /** By name, for a table that is drawn again and again; else the most lag first. */
  readonly byName: boolean;
}

/** The rows of a report: groups in order, the topics of each in order, partitions by number. */
export function lagRows({ groups }: Pick<LagReport, 'groups'>, selection: RowSelection): readonly LagRow[] {
  const { by, onlyLagging, byName } = selection;
  const order = byName ? undefined : byLag;
  const rows = ordered(
    groups.map((group) => groupRow(group)),
    ({ group }) => group.group.id,
    order,
  ).flatMap((row) => {
    if (by === 'group') return [row];
    const topics = ordered(topicRows(row.group), ({ topic = '' }) => topic, order);
    return by === 'topic' ? topics : topics.flatMap(partitionRows);
  });
  return onlyLagging ? rows.filter((row) => isBehind(row) || row.group.problem !== undefined) : rows;
}

/** Of a group whose offsets can't be read nobody knows any lag. */
function groupRow(group: LagOfGroup): LagRow {
  const { partitions } = group;
  return { group, topic: undefined, partition: undefined, partitions, ...sumOf(partitions) };
}

function topicRows(group: LagOfGroup): readonly LagRow[] {
  const byTopic = new Map<string, PartitionLag[]>();
  for (const one of group.partitions) {
    const own = byTopic.get(one.topic) ?? [];
    byTopic.set(one.topic, own);
    own.push(one);
  }
  return [...byTopic].map(([topic, partitions]) => ({
    ...{ group, topic, partition: undefined, partitions },
    ...sumOf(partitions),
  }));
}

function partitionRows({ group, topic, partitions }: LagRow): readonly LagRow[] {
  return partitions.map((partition) => ({
    ...{ group, topic, partition, partitions: [partition] },
    ...sumOf([partition]),
  }));
}

function ordered(
  rows: readonly LagRow[],
  nameOf: (row: LagRow) => string,
  order: typeof byLag | undefined,
): readonly LagRow[] {
  const named = rows.map((row) => ({ row, name: nameOf(row), lag: row.lag, unknown: row.unknown }));
  const compare = order ?? ((one, other) => (one.name < other.name ? -1 : 1));
  return named.sort(compare).map(({ row }) => row);
}
