import { abortable } from '../abortable.js';
import type { KafkaClient } from '../kafka/client.js';
import { describeConfigs } from '../kafka/requests/describe-configs.js';

const limitKey = 'max.message.bytes';
const policyKey = 'cleanup.policy';

/** What a topic says of the messages that it takes, and keeps. */
export interface TopicSettings {
  /** How large a batch it takes, in bytes. */
  readonly limit: number | undefined;
  /** It keeps the last message of each key, and takes none without. */
  readonly isCompacted: boolean | undefined;
}

/**
 * Undefined is what may not or can't be read, which is no error: brokers say so, too, once they refuse something.
 * @throws the signal's reason
 */
export async function topicSettings(
  client: KafkaClient,
  topic: string,
  signal: AbortSignal,
): Promise<TopicSettings> {
  const resources = [{ type: 'topic', name: topic }] as const;
  try {
    const keys = [limitKey, policyKey];
    const [described] = await abortable(client.send(describeConfigs, { resources, keys }), signal);
    const setting = (key: string) => described?.entries.find(({ name }) => name === key)?.value ?? undefined;
    const limit = setting(limitKey);
    return {
      limit: limit === undefined || !/^\d+$/.test(limit) ? undefined : Number(limit),
      isCompacted: setting(policyKey)
        ?.split(',')
        .some((policy) => policy.trim() === 'compact'),
    };
  } catch (error) {
    if (signal.aborted) throw error;
    return { limit: undefined, isCompacted: undefined };
  }
}
