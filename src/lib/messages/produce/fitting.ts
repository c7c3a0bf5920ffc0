import { ExopsError } from '../../errors.js';
import { batchLayout, writeBatch } from '../../kafka/records/write-batch.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import type { TopicSettings } from '../topic-settings.js';
import { MessageTooLargeError, MissingKeyError } from './errors.js';
import { sizeOf } from './lane.js';
import type { Sending } from './send-messages.js';

/**
 * The messages as they come, up to the first that the topic has no partition for, or takes at no price.
 * @param settings of the topic
 * @throws MessageTooLargeError, MissingKeyError, and an error that names the partition, once those before it are handed on
 */
export async function* fitting(
  input: AsyncIterable<readonly Sending[]>,
  { name, partitions: { length: partitions } }: TopicMetadata,
  { limit = Number.POSITIVE_INFINITY, isCompacted = false }: Partial<TopicSettings>,
): AsyncGenerator<readonly Sending[]> {
  const misfit = (message: Sending): ExopsError | undefined => {
    const { partition = 0, line } = message;
    if (partition >= partitions)
      return new ExopsError(
        `${line === 0 ? '' : `Line ${line}: `}There is no partition ${partition}: the last is ${partitions - 1}.`,
      );
    if (isCompacted && message.key === null) return new MissingKeyError(name, line);
    if (sizeOf(message) + batchLayout.records <= limit) return undefined;
    const bytes = writeBatch([message]).length;
    return bytes > limit ? new MessageTooLargeError(name, line, bytes, limit) : undefined;
  };
  for await (const messages of input) {
    const end = messages.findIndex((message) => misfit(message) !== undefined);
    const wrong = messages[end];
    if (wrong === undefined) yield messages;
    else {
      yield messages.slice(0, end);
      throw misfit(wrong);
    }
  }
}
