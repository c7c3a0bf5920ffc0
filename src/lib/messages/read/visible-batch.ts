import type { Batch } from '../../kafka/records/model.js';
import type { FetchedPartition } from '../../kafka/requests/fetch.js';

type Aborted = FetchedPartition['abortedTransactions'];

/** The type of a control record, after its version: https://kafka.apache.org/documentation/#controlbatch */
const typeAt = 2;
const abortMark = 0;

/**
 * Tells, batch after batch of one answer, whether its messages are for people: marks of transactions aren't, and what an
 * aborted transaction wrote isn't for those who read what was committed.
 * @param aborted as the answer has them; empty for who reads everything
 */
export function visibleBatches(aborted: Aborted): (batch: Batch) => boolean {
  const coming = [...aborted].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  const open = new Set<bigint>();
  return (batch) => {
    for (let next = coming[0]; next !== undefined && next.firstOffset <= batch.lastOffset; next = coming[0]) {
      open.add(next.producerId);
      coming.shift();
    }
    if (!batch.isControl) return !(batch.isTransactional && open.has(batch.producerId));
    if (batch.messages.some(({ key }) => isAbortMark(key))) open.delete(batch.producerId);
    return false;
  };
}

function isAbortMark(key: Buffer | null): boolean {
  return key !== null && key.length >= typeAt + 2 && key.readInt16BE(typeAt) === abortMark;
}
