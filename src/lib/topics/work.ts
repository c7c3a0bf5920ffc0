import type { Change } from '../change/plan.js';
import type { NewTopic } from '../kafka/requests/create-topics.js';
import type { ConfigOperation } from '../kafka/requests/incremental-alter-configs.js';

/** What is to be sent for one topic. */
export interface TopicWork {
  readonly create?: Omit<NewTopic, 'name'>;
  readonly delete?: true;
  /** The new total. */
  readonly partitions?: number;
  readonly settings?: readonly ConfigOperation[];
  /** The replication factor to reach by moving replicas. */
  readonly replicas?: number;
  /** Settings that only the replicas to come can carry, set when these have been moved. */
  readonly settingsAfter?: readonly ConfigOperation[];
  /** The moves to that factor run already and are only waited for. */
  readonly isUnderWay?: true;
}

export type TopicChange = Change<TopicWork>;

/** What every kind of target is called in plans. */
export const topicKind = 'topic';
