import { abortable } from '../../abortable.js';
import type { KafkaClient } from '../../kafka/client.js';
import { describeConfigs } from '../../kafka/requests/describe-configs.js';

const key = 'max.message.bytes';

/**
 * How large a batch the topic takes, in bytes; undefined where it may not or can't be read, which is no error: brokers say so,
 * too, once they refuse one. @throws the signal's reason
 */
export async function topicLimit(
  client: KafkaClient,
  topic: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  const resources = [{ type: 'topic', name: topic }] as const;
  try {
    const [described] = await abortable(client.send(describeConfigs, { resources, keys: [key] }), signal);
    const value = described?.entries.find(({ name }) => name === key)?.value;
    return value === null || value === undefined || !/^\d+$/.test(value) ? undefined : Number(value);
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}
