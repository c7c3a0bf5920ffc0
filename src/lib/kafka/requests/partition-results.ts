import { type ItemError, itemError } from '../item-error.js';
import type { Reader } from '../wire/reader.js';

/** How a request ended for one partition. */
export interface PartitionResult {
  readonly name: string;
  readonly partition: number;
  readonly error: ItemError | undefined;
}

/** Topics, each with partitions and their errors and messages, as several answers end. */
export function readPartitionResults(reader: Reader): readonly PartitionResult[] {
  const topics = reader.array((topic) => {
    const name = topic.string();
    const results = topic.array((item) => {
      const partition = item.int32();
      const result = { name, partition, error: itemError(item.int16(), item.nullableString()) };
      item.endStructure();
      return result;
    });
    topic.endStructure();
    return results;
  });
  return topics.flat();
}
