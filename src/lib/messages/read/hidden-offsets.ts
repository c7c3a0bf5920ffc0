import { partitionRanges } from '../../partition-list.js';
import { countOf } from '../../terminal/plural.js';

/** Offsets that are there, and may not be read before a transaction ends that is still open. */
export interface HiddenOffsets {
  readonly partition: number;
  /** Marks of transactions count, too. */
  readonly offsets: bigint;
}

/** None, or those of the one partition. @param end what may be read ends before it */
export function offsetsBetween(
  partition: number,
  end: bigint,
  highWatermark: bigint,
): readonly HiddenOffsets[] {
  return highWatermark > end ? [{ partition, offsets: highWatermark - end }] : [];
}

/** In one sentence, however many partitions have some; undefined where none has. */
export function hiddenWords(hidden: readonly HiddenOffsets[]): string | undefined {
  if (hidden.length === 0) return undefined;
  const sum = Number(hidden.reduce((all, { offsets }) => all + offsets, 0n));
  const where = `Partition${hidden.length === 1 ? '' : 's'} ${partitionRanges(hidden.map(({ partition }) => partition))}`;
  const transactions = hidden.length === 1 ? 'an open transaction' : 'open transactions';
  const [are, them] = sum === 1 ? ['is', 'it'] : ['are', 'them'];
  return `${where}: ${countOf(sum, 'offset')} ${are} behind ${transactions}; --uncommitted shows ${them}.`;
}
