import { BatchBuilder } from '../../kafka/records/batch-builder.js';
import type { StoredMessage } from '../../kafka/records/model.js';
import { readBatches } from '../../kafka/records/read-batches.js';
import { sequenceLimit } from '../../kafka/records/write-batch.js';
import type { LaneBatch } from './lane-batch.js';

/**
 * A batch as two of half its messages each, as Java's producer splits one that a broker finds too large (KIP-126). Together they
 * have its sequences, so that those behind it keep theirs.
 */
export function halvesOf(batch: LaneBatch): readonly LaneBatch[] {
  const messages = readBatches(batch.bytes).flatMap((one) => one.messages);
  const half = Math.ceil(messages.length / 2);
  const parts = [part(batch, messages.slice(0, half), 0), part(batch, messages.slice(half), half)];
  return parts.filter(({ lines }) => lines.length > 0);
}

function part(
  { lines, sequence, size, isUncertain }: LaneBatch,
  messages: readonly StoredMessage[],
  from: number,
): LaneBatch {
  const builder = new BatchBuilder();
  for (const message of messages) builder.add(message);
  const own = { ...sequence, first: (sequence.first + from) % sequenceLimit };
  return {
    bytes: builder.finish(own),
    sequence: own,
    lines: lines.slice(from, from + messages.length),
    size: (size * messages.length) / lines.length,
    ...{ isUncertain, hasFailed: false, isTooLarge: false },
  };
}
