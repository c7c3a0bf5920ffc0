import type { Clock } from '../../../context.js';
import { abortable } from '../../abortable.js';
import type { KafkaClient } from '../../kafka/client.js';
import type { RightsOf } from '../errors.js';
import type { FoundMessages, Isolation } from '../model.js';
import type { PartitionRange } from './partition-range.js';
import { Reader } from './reader.js';

export interface ReadDeps {
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly rights: RightsOf;
}

export interface ReadRequest {
  readonly topic: string;
  readonly ranges: readonly PartitionRange[];
  readonly isolation: Isolation;
  /** Goes on after the ends that `ranges` has. */
  readonly follow: boolean;
  /** Called once all that was there when reading began has been taken; never where whoever takes stops before. */
  readonly atEnds?: (() => void) | undefined;
}

/** Something that couldn't be shown, in a sentence. */
export type SayProblem = (problem: string) => void;

/**
 * Takes messages of one partition, in their order, made as it asks for them; the next come when it is done. Problems between them
 * are said as it gets there.
 */
export type TakeMessages = (found: Iterable<FoundMessages>) => Promise<'go on' | 'stop'>;

/**
 * Reads partitions to their ends: from all leaders at once, one request a broker. While the messages of one answer are taken, the next
 * is on its way, and none after that: a slow taker costs two answers a broker.
 * @throws TopicDeletedError, AccessError, UnreachableLeaderError, and the signal's reason
 */
export async function readMessages(
  deps: ReadDeps,
  request: ReadRequest,
  take: TakeMessages,
  say: SayProblem,
): Promise<void> {
  const reader = new Reader(deps, request, inTurn(take), say);
  try {
    await abortable(reader.run(), deps.signal);
  } finally {
    reader.stop();
  }
}

/** Brokers answer at once; whoever takes gets one after the other. */
function inTurn(take: TakeMessages): TakeMessages {
  let before: Promise<unknown> = Promise.resolve();
  return (found) => {
    const turn = before.then(() => take(found));
    before = turn.catch(() => {});
    return turn;
  };
}
