import { ExopsError } from '../errors.js';
import type { TopicMetadata } from '../kafka/requests/metadata.js';
import type { MessageFilter } from './filter/message-filter.js';
import type { FoundTopic } from './find-topic.js';
import type { FoundMessages, Isolation, StartingPoint } from './model.js';
import type { HiddenOffsets } from './read/hidden-offsets.js';
import { partitionRanges } from './read/partition-range.js';
import { type ReadDeps, readMessages, type SayProblem } from './read/read-messages.js';

export interface PeekRequest {
  readonly from: StartingPoint;
  /** All of them where left out. */
  readonly partitions?: readonly number[] | undefined;
  readonly isolation: Isolation;
  readonly follow: boolean;
  readonly filter?: MessageFilter | undefined;
  /** Ends after so many that the filter lets through. */
  readonly limit?: number | undefined;
  /**
   * Called where there are such offsets, once all that may be read was shown: before it ends, or waits for more. Never where the
   * limit or a reader that leaves ends it.
   */
  readonly foundHidden?: ((hidden: readonly HiddenOffsets[]) => void) | undefined;
}

export interface Peeked {
  readonly shown: number;
  /** With those that the filter left out. */
  readonly read: number;
}

/** Shows messages as they come, and says whether anybody still looks. */
export type ShowMessages = (found: Iterable<FoundMessages>) => Promise<'go on' | 'stop'>;

/**
 * Reads a topic without a group, so that nothing is left behind: to the ends that partitions have now, or on and on.
 * @throws ExopsError for partitions that aren't there, and what `readMessages` and `partitionRanges` throw
 */
export async function peek(
  deps: ReadDeps,
  { topic }: FoundTopic,
  request: PeekRequest,
  show: ShowMessages,
  say: SayProblem,
): Promise<Peeked> {
  const { from, isolation, follow, filter, limit = Number.POSITIVE_INFINITY } = request;
  const partitions = choosePartitions(topic, request.partitions);
  const found = await partitionRanges(deps, { topic, partitions, from, isolation });
  for (const id of found.leaderless) say(`Partition ${id}: skipped, it has no leader.`);
  if (found.outOfRange.length > 0)
    say(`Partition ${found.outOfRange.join(', ')}: skipped, it has no such offset.`);
  const count = { shown: 0, read: 0 };
  function* fitting(all: Iterable<FoundMessages>): Generator<FoundMessages, void> {
    for (const { topic, partition, messages } of all) {
      count.read += messages.length;
      const those = filter === undefined ? messages : messages.filter(filter);
      const shown = those.slice(0, limit - count.shown);
      count.shown += shown.length;
      if (shown.length > 0) yield { topic, partition, messages: shown };
      if (count.shown >= limit) return;
    }
  }
  const take = async (all: Iterable<FoundMessages>) => {
    if ((await show(fitting(all))) === 'stop') return 'stop';
    return count.shown >= limit ? 'stop' : 'go on';
  };
  const atEnds = () => {
    if (found.hidden.length > 0) request.foundHidden?.(found.hidden);
  };
  const reading = { topic: topic.name, ranges: found.ranges, isolation, follow, atEnds };
  await readMessages(deps, reading, take, say);
  return count;
}

function choosePartitions(
  { name, partitions }: TopicMetadata,
  ids: readonly number[] | undefined,
): TopicMetadata['partitions'] {
  if (ids === undefined) return partitions;
  const chosen = partitions.filter(({ id }) => ids.includes(id));
  const missing = ids.filter((id) => !chosen.some((one) => one.id === id));
  if (missing.length === 0) return chosen;
  throw new ExopsError(
    `${name} has no partition ${missing.slice(0, 8).join(', ')}: the last is ${partitions.length - 1}.`,
  );
}
