import { lagFailures } from '../../../src/lib/groups/judge-lag.js';
import { failureWords } from '../../../src/lib/groups/lag-words.js';
import type { Group } from '../../../src/lib/groups/model.js';
import type { LagStatus, PartitionLag } from '../../../src/lib/groups/partition-lag.js';
import type { LagOfGroup, LagSelection } from '../../../src/lib/groups/read-lag.js';

type Shown = bigint | LagStatus;

/** A group that is so far behind in the partitions of these topics; a text says why it isn't known. */
export function lagging(
  id: string,
  topics: Readonly<Record<string, readonly Shown[]>>,
  problem?: string,
): LagOfGroup {
  return {
    group: {
      ...{ id, type: 'classic', protocolType: 'consumer', state: 'Stable', coordinator: 1 },
      ...{ members: [], epoch: undefined, assignor: 'range', problem: undefined },
    },
    isElsewhere: false,
    problem: problem === undefined ? undefined : { code: 30, name: problem, message: null },
    partitions: Object.entries(topics).flatMap(([topic, all]) =>
      all.map((shown, partition) => partitionOf(topic, partition, shown)),
    ),
  };
}

function partitionOf(topic: string, partition: number, shown: Shown): PartitionLag {
  const place = { topic, partition, compacted: false, client: 'app' };
  if (typeof shown === 'bigint')
    return { ...place, committed: 100n, start: 0n, end: 100n + shown, lag: shown, status: 'ok' };
  const isPast = shown === 'past the end';
  return {
    ...place,
    committed: shown === 'no offset' ? undefined : 100n,
    start: isPast ? 0n : undefined,
    end: isPast ? 7n : undefined,
    lag: isPast ? 0n : undefined,
    status: shown,
  };
}

/** What a check says, a line for each group that doesn't pass. */
export function judged(
  groups: readonly LagOfGroup[],
  maxLag: bigint,
  { patterns = [], topics = [], withoutOffsets = [] }: Partial<LagSelection> & Others = {},
): readonly string[] {
  return lagFailures({ groups, withoutOffsets }, { patterns, topics }, maxLag).map(
    (failure) => `${failure.group}: ${failureWords(failure, maxLag)}`,
  );
}

interface Others {
  readonly withoutOffsets?: readonly Group[];
}
