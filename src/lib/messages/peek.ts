import { ExopsError } from '../errors.js';
import type { TopicMetadata } from '../kafka/requests/metadata.js';
import type { MessageFilter } from './filter/message-filter.js';
import type { FoundTopic } from './find-topic.js';
import type { Isolation, PlacedMessage, StartingPoint } from './model.js';
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
}

export interface Peeked {
  readonly shown: number;
  /** With those that the filter left out. */
  readonly read: number;
}

/** Shows messages, and says whether anybody still looks. */
export type ShowMessages = (messages: readonly PlacedMessage[]) => Promise<'go on' | 'stop'>;

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
  const chosen = choosePartitions(topic, request.partitions);
  const [led, leaderless] = [
    chosen.filter(({ leader }) => leader >= 0),
    chosen.filter(({ leader }) => leader < 0),
  ];
  for (const { id } of leaderless) say(`Partition ${id}: skipped, it has no leader.`);
  const ranges = await partitionRanges(deps.client, { topic, partitions: led, from, isolation }, deps.rights);
  if (ranges.length < led.length) {
    const ids = led.filter(({ id }) => !ranges.some((range) => range.id === id)).map(({ id }) => id);
    say(`Partition ${ids.join(', ')}: skipped, it has no such offset.`);
  }
  const count = { shown: 0, read: 0 };
  const take = async (messages: readonly PlacedMessage[]) => {
    count.read += messages.length;
    const fitting = filter === undefined ? messages : messages.filter(filter);
    const shown = fitting.slice(0, limit - count.shown);
    count.shown += shown.length;
    const isEnough = count.shown >= limit;
    if (shown.length > 0 && (await show(shown)) === 'stop') return 'stop';
    return isEnough ? 'stop' : 'go on';
  };
  await readMessages(deps, { topic: topic.name, ranges, isolation, follow }, take, say);
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
