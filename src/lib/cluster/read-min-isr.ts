import type { KafkaClient } from '../kafka/client.js';
import { errorCodes, isAccessError } from '../kafka/item-error.js';
import type { DescribedResource } from '../kafka/requests/describe-configs.js';
import { countOf } from '../terminal/plural.js';
import { describeTopics } from '../topics/observe.js';
import { minInsyncKey } from '../topics/rules/min-insync.js';
import { reasonOf, reasonOfRefusal, type Unread } from './unread.js';

export interface MinIsrs {
  /** By topic; what couldn't be read is missing. */
  readonly byTopic: ReadonlyMap<string, number>;
  readonly unread: readonly Unread[];
}

/** How many replicas of each topic must be in sync: one round, 500 topics a request. */
export async function readMinIsrs(client: KafkaClient, topics: readonly string[]): Promise<MinIsrs> {
  try {
    const described = await describeTopics(client, topics, [minInsyncKey]);
    const known = described.flatMap((resource) => {
      const value = minIsrOf(resource);
      return value === undefined ? [] : [[resource.name, value] as const];
    });
    return { byTopic: new Map(known), unread: unreadOf(described) };
  } catch (error) {
    const reason = reasonOf(error);
    // The cluster answers the rest over the same connection: this isn't a broker that is down.
    if (reason.kind === 'no answer') throw error;
    return { byTopic: new Map(), unread: [{ what: minInsyncKey, ...reason }] };
  }
}

function minIsrOf({ entries }: DescribedResource): number | undefined {
  const value = Number(entries.find(({ name }) => name === minInsyncKey)?.value ?? Number.NaN);
  return Number.isInteger(value) ? value : undefined;
}

/** One for topics without the right, one for what else is wrong; a topic may have been deleted meanwhile. */
function unreadOf(described: readonly DescribedResource[]): readonly Unread[] {
  const refused = described.flatMap(({ name, error }) =>
    error === undefined || error.code === errorCodes.unknownTopicOrPartition ? [] : [{ name, error }],
  );
  const groups = [true, false].map((isRight) =>
    refused.filter(({ error }) => isAccessError(error) === isRight),
  );
  return groups.flatMap((some) => {
    const [first] = some;
    if (first === undefined) return [];
    const of =
      some.length === described.length
        ? ''
        : ` of ${some.length === 1 ? first.name : countOf(some.length, 'topic')}`;
    return [{ what: `${minInsyncKey}${of}`, ...reasonOfRefusal(first.error, 'DescribeConfigs on topics') }];
  });
}
