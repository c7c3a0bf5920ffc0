import type { Message } from '../../kafka/records/model.js';
import { partitionOfKey } from './partitioner.js';
import type { Sending } from './send-messages.js';

/** What would go to a partition. */
export interface PartitionCount {
  /** Undefined for what has no key, and fills one after the other. */
  readonly partition: number | undefined;
  messages: number;
  bytes: number;
}

/** What would be sent. Bytes are those of keys, values and headers. */
export interface DryCount {
  messages: number;
  bytes: number;
  withKey: number;
  tombstones: number;
  /** Undefined before the first; `line` is 0 for one of the command line. */
  largest: { readonly line: number; readonly bytes: number } | undefined;
  readonly byPartition: Map<number | undefined, PartitionCount>;
}

export function newDryCount(): DryCount {
  return { messages: 0, bytes: 0, withKey: 0, tombstones: 0, largest: undefined, byPartition: new Map() };
}

/** @param partitions of the topic */
export function countMessage(count: DryCount, message: Sending, partitions: number): void {
  const { key, value, line } = message;
  const bytes = bytesOf(message);
  count.messages += 1;
  count.bytes += bytes;
  if (key !== null) count.withKey += 1;
  if (value === null) count.tombstones += 1;
  if (bytes > (count.largest?.bytes ?? -1)) count.largest = { line, bytes };
  const partition = message.partition ?? (key === null ? undefined : partitionOfKey(key, partitions));
  const own = count.byPartition.get(partition) ?? { partition, messages: 0, bytes: 0 };
  own.messages += 1;
  own.bytes += bytes;
  count.byPartition.set(partition, own);
}

/** By number; what may go anywhere comes last. */
export function partitionCounts({ byPartition }: DryCount): readonly PartitionCount[] {
  const order = ({ partition = Number.POSITIVE_INFINITY }: PartitionCount) => partition;
  return [...byPartition.values()].sort((a, b) => order(a) - order(b));
}

function bytesOf({ key, value, headers }: Message): number {
  let bytes = (key?.length ?? 0) + (value?.length ?? 0);
  for (const header of headers) bytes += Buffer.byteLength(header.key) + (header.value?.length ?? 0);
  return bytes;
}
