import { ExopsError } from '../../errors.js';
import { describeItemError, type ItemError } from '../../kafka/item-error.js';
import { formatCount } from '../../terminal/plural.js';
import { UnreachableLeaderError } from '../read/errors.js';

export class TopicGoneError extends ExopsError {
  constructor(topic: string) {
    super(`${topic} was deleted while it was written to.`);
  }
}

/** Why a partition was given up. @param cause an error of the connection, or of the leader's answer */
export function lostPartition(
  topic: string,
  { id, cause }: { readonly id: number; readonly cause: Error | ItemError | undefined },
): ExopsError {
  return cause === undefined || cause instanceof Error
    ? new UnreachableLeaderError(topic, id, cause)
    : new UnwritablePartitionError(topic, id, cause);
}

/** A partition has a leader, which took nothing for as long as it was tried. */
class UnwritablePartitionError extends ExopsError {
  constructor(topic: string, partition: number, error: ItemError) {
    const isUnderMinIsr = error.name.startsWith('NOT_ENOUGH_REPLICAS');
    super(
      isUnderMinIsr
        ? `Partition ${partition} of ${topic} has fewer replicas in sync than its min.insync.replicas (${error.name}).`
        : `Partition ${partition} of ${topic} took nothing: ${describeItemError(error)}.`,
      { hint: `See what it is waiting for: exops cluster health --topic ${topic}` },
    );
  }
}

/** A broker took none of a batch, for one of its messages. */
export class RefusedMessageError extends ExopsError {
  /** @param line of input; 0 for none @param error in the broker's words for this message, where it has any */
  constructor(topic: string, line: number, error: ItemError) {
    const which = line === 0 ? 'The message' : `Line ${line}`;
    super(`${which} was refused by ${topic}: ${describeItemError(error)}.`);
  }
}

/** A compacted topic keeps the last message of each key. */
export class MissingKeyError extends ExopsError {
  /** @param line of input; 0 for none */
  constructor(topic: string, line: number) {
    const which = line === 0 ? 'The message' : `Line ${line}`;
    super(`${which} has no key, and ${topic} takes none without: its cleanup.policy is compact.`, {
      hint: 'Give all of them one: --record-key',
    });
  }
}

/** Larger than the topic takes, however it is sent. */
export class MessageTooLargeError extends ExopsError {
  /**
   * @param line of input; 0 for none
   * @param bytes of a batch with nothing else in it
   * @param limit the topic's `max.message.bytes`; undefined where it may not be read
   */
  constructor(topic: string, line: number, bytes: number, limit: number | undefined) {
    const which = line === 0 ? 'The message' : `Line ${line}`;
    const most =
      limit === undefined
        ? 'more than its max.message.bytes'
        : `and its max.message.bytes is ${formatCount(limit)}`;
    super(`${which} is too large for ${topic}: it takes ${formatCount(bytes)} bytes, ${most}.`);
  }
}
