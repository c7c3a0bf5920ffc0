import type { ItemError } from '../../kafka/item-error.js';
import type { LaneBatch } from './lane-batch.js';

/**
 * What an answer to a batch means: it is there; it is refused for good; it goes again, at once as it only came behind one that
 * failed, in halves, or when a leader takes it.
 */
export type Judgement = 'written' | 'refused' | 'behind another' | 'too large' | 'later';

/** @param isStalled whether one of the partition's batches has failed before */
export function judgeAnswer(
  error: ItemError | undefined,
  { isUncertain }: Pick<LaneBatch, 'isUncertain'>,
  isStalled: boolean,
): Judgement {
  if (error === undefined) return 'written';
  switch (error.name) {
    case 'DUPLICATE_SEQUENCE_NUMBER':
      return isUncertain ? 'written' : 'refused';
    case 'OUT_OF_ORDER_SEQUENCE_NUMBER':
      return isStalled ? 'behind another' : 'refused';
    case 'MESSAGE_TOO_LARGE':
    case 'RECORD_LIST_TOO_LARGE':
      return 'too large';
    default:
      return transient.has(error.name) ? 'later' : 'refused';
  }
}

/** A leader that has appended, and loses its place while it waits for replicas, says so, too. */
export function mayBeWritten(error: ItemError): boolean {
  return uncertain.has(error.name);
}

/** It may work a moment later, there or with another leader. */
const transient: ReadonlySet<string> = new Set([
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER', 'REQUEST_TIMED_OUT'],
  ...['NETWORK_EXCEPTION', 'NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'KAFKA_STORAGE_ERROR'],
  ...['REPLICA_NOT_AVAILABLE', 'FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH', 'COORDINATOR_LOAD_IN_PROGRESS'],
]);

const uncertain: ReadonlySet<string> = new Set([
  ...['REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'NOT_LEADER_OR_FOLLOWER'],
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'KAFKA_STORAGE_ERROR', 'NETWORK_EXCEPTION', 'UNKNOWN_SERVER_ERROR'],
]);
