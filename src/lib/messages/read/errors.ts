import { ExopsError, messageOf } from '../../errors.js';

export class TopicDeletedError extends ExopsError {
  constructor(topic: string) {
    super(`${topic} was deleted while it was read.`);
  }
}

/** For longer than it may take to elect one. */
export class UnreachableLeaderError extends ExopsError {
  constructor(topic: string, partition: number, cause: unknown) {
    const why = cause instanceof Error ? ` ${messageOf(cause)}` : '';
    super(`Partition ${partition} of ${topic} has no leader that answers.${why}`, {
      cause,
      hint: 'See which brokers are there: exops topics describe',
    });
  }
}
