import { describeConfigs } from '../kafka/requests/describe-configs.js';
import {
  type ConfigAlteration,
  type ConfigOperation,
  incrementalAlterConfigs,
} from '../kafka/requests/incremental-alter-configs.js';
import type { KafkaSession } from '../kafka/session.js';

/** Bytes per second that each broker may spend on moves; undefined lets them run as fast as they can. */
export type Throttle = bigint | undefined;

const rateKeys = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'];
const replicaKeys = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'];

/** Takes away exactly what was set. */
export type Release = () => Promise<void>;

/**
 * Limits what moving the topics' replicas may take from the brokers (KIP-73): a rate on each broker, and a mark on
 * each topic that its catching-up replicas count. What somebody has set already is left as it is.
 * Replicas in sync are never slowed.
 */
export async function throttleMoves(
  session: KafkaSession,
  { topics, brokers, rate }: { topics: readonly string[]; brokers: readonly number[]; rate: bigint },
): Promise<Release> {
  const [onBrokers, onTopics] = await Promise.all([
    Promise.all(brokers.map((id) => freeKeys(session, 'broker', [String(id)], rateKeys, id))),
    freeKeys(session, 'topic', topics, replicaKeys),
  ]);
  const rates = brokers.flatMap((id, index) => (onBrokers[index] ?? []).map((free) => ({ id, free })));
  const set = (key: string): ConfigOperation => ({
    operation: 'set',
    key,
    value: rateKeys.includes(key) ? rate.toString() : allReplicas,
  });
  const unset = (key: string): ConfigOperation => ({ operation: 'delete', key });
  const alter = async (operation: (key: string) => ConfigOperation) => {
    await Promise.all([
      ...rates.map(({ id, free }) => alterResources(session, [withOperations(free, operation)], id)),
      alterResources(
        session,
        onTopics.map((free) => withOperations(free, operation)),
      ),
    ]);
  };
  await alter(set);
  return () => alter(unset);
}

const allReplicas = '*';

interface FreeKeys {
  readonly type: 'broker' | 'topic';
  readonly name: string;
  readonly keys: readonly string[];
}

async function freeKeys(
  session: KafkaSession,
  type: FreeKeys['type'],
  names: readonly string[],
  keys: readonly string[],
  broker?: number,
): Promise<FreeKeys[]> {
  const resources = names.map((name) => ({ type, name }));
  const described = await session.send(describeConfigs, { resources, keys }, { broker });
  const pinned = type === 'broker' ? 'dynamic broker' : 'topic';
  return described.map(({ name, entries }) => {
    const taken = entries.filter(({ source }) => source === pinned).map((entry) => entry.name);
    return { type, name, keys: keys.filter((key) => !taken.includes(key)) };
  });
}

function withOperations(free: FreeKeys, operation: (key: string) => ConfigOperation): ConfigAlteration {
  return { type: free.type, name: free.name, operations: free.keys.map(operation) };
}

/** A broker takes changes of its own settings only itself. */
async function alterResources(
  session: KafkaSession,
  resources: readonly ConfigAlteration[],
  broker?: number,
): Promise<void> {
  const some = resources.filter(({ operations }) => operations.length > 0);
  if (some.length === 0) return;
  await session.send(incrementalAlterConfigs, { resources: some, validateOnly: false }, { broker });
}
