import { ExopsError, messageOf } from '../../errors.js';
import { describeItemError, type ItemError } from '../../kafka/item-error.js';

export class TopicDeletedError extends ExopsError {
  constructor(topic: string) {
    super(`${topic} was deleted while it was read.`);
  }
}

/** Why a partition's leader didn't answer: a connection's error, what a broker refused, or nothing that is known. */
export type Trouble = Error | ItemError | undefined;

/** For longer than it may take to elect one. */
export class UnreachableLeaderError extends ExopsError {
  constructor(topic: string, partition: number, cause: Trouble) {
    super(`Partition ${partition} of ${topic} has no leader that answers${why(cause)}`, {
      cause,
      hint: `See which brokers are there: exops topics describe ${topic}`,
    });
  }
}

function why(cause: Trouble): string {
  if (cause === undefined) return '.';
  return cause instanceof Error ? `. ${messageOf(cause)}` : `: ${describeItemError(cause)}.`;
}

/** What a broker says that doesn't lead a partition, or not yet: it is elsewhere by now, or will be. */
export const isOfLeader: ReadonlySet<string> = new Set([
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER'],
  ...['REPLICA_NOT_AVAILABLE', 'KAFKA_STORAGE_ERROR', 'FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH'],
  ...['NETWORK_EXCEPTION', 'REQUEST_TIMED_OUT', 'OFFSET_NOT_AVAILABLE', 'INCONSISTENT_TOPIC_ID'],
]);
