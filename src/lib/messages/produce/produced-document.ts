import type { Target } from '../../change/plan-document.js';
import { ExopsError, exitCodes } from '../../errors.js';
import { exactNumber } from '../../groups/groups-document.js';
import type { FoundTopic } from '../find-topic.js';
import { type DryCount, partitionCounts } from './dry-count.js';
import type { Producer } from './producer.js';

const schema = 'exops.produced/v1';

type Found = Pick<FoundTopic, 'metadata' | 'topic'>;

/** The documented shape of what `messages produce` prints with `-o json` and `-o yaml`. @param error that ended it early */
export function producedDocument(
  target: Target,
  found: Found,
  { acknowledged, uncertain, byPartition }: Pick<Producer, 'acknowledged' | 'uncertain' | 'byPartition'>,
  tookMs: number,
  error: unknown,
) {
  return {
    ...head(target, found),
    ...{ dryRun: false, acknowledged, uncertain },
    partitions: byPartition.map(({ partition, messages, firstOffset, lastOffset }) => ({
      ...{ partition, messages },
      firstOffset: firstOffset === undefined ? null : exactNumber(firstOffset),
      lastOffset: lastOffset === undefined ? null : exactNumber(lastOffset),
    })),
    tookMs: Math.round(tookMs),
    ...end(error),
  };
}

/** Of what would be sent. */
export function dryDocument(target: Target, found: Found, count: DryCount, error: unknown) {
  const { messages, bytes, withKey, tombstones, largest } = count;
  return {
    ...head(target, found),
    ...{ dryRun: true, messages, bytes, withKey, tombstones, largest: largest ?? null },
    partitions: partitionCounts(count).map(({ partition, ...rest }) => ({
      partition: partition ?? null,
      ...rest,
    })),
    ...end(error),
  };
}

function head(target: Target, { metadata: { clusterId }, topic: { name } }: Found) {
  return { schema, target: { ...target, clusterId: clusterId ?? undefined }, topic: name };
}

function end(error: unknown) {
  if (error === undefined) return { problem: null, exitCode: exitCodes.ok };
  const exitCode = error instanceof ExopsError ? error.exitCode : exitCodes.failed;
  return { problem: error instanceof Error ? error.message : String(error), exitCode };
}
