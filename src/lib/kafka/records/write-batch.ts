import { BatchBuilder, type BatchSequence } from './batch-builder.js';
import type { Message } from './model.js';

export { batchLayout } from './batch-layout.js';

/** Before which sequences begin at 0 again. */
export const sequenceLimit = 2 ** 31;

const noSequence: BatchSequence = { id: -1n, epoch: -1, first: -1 };

/** One batch of version 2, unpacked and outside of transactions, for Produce. @param messages one at least */
export function writeBatch(messages: readonly Message[], sequence = noSequence): Buffer {
  if (messages.length === 0) throw new RangeError('A batch has one message at least.');
  const builder = new BatchBuilder();
  for (const message of messages) builder.add(message);
  return builder.finish(sequence);
}
