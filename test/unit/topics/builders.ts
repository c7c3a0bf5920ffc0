import type { Plan } from '../../../src/lib/change/plan.js';
import type { ItemError } from '../../../src/lib/kafka/item-error.js';
import type { BrokerMetadata, PartitionMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import type { DesiredState, DesiredTopic, Scope } from '../../../src/lib/manifest/model.js';
import type { ClusterKind, ObservedCluster, ObservedTopic } from '../../../src/lib/topics/model.js';
import { planTopics } from '../../../src/lib/topics/plan-topics.js';
import type { TopicWork } from '../../../src/lib/topics/work.js';

/** What a broker reports for a topic without overrides. */
export const brokerDefaults: Readonly<Record<string, string>> = {
  'cleanup.policy': 'delete',
  'compression.type': 'producer',
  'leader.replication.throttled.replicas': '',
  'max.message.bytes': '1048588',
  'min.cleanable.dirty.ratio': '0.5',
  'min.insync.replicas': '1',
  'remote.storage.enable': 'false',
  'retention.bytes': '-1',
  'retention.ms': '604800000',
  'segment.ms': '604800000',
};

export function broker(id: number, rack: string | null = null): BrokerMetadata {
  return { id, host: `b${id}`, port: 9092, rack };
}

/** Brokers 1 to `count`. */
export function brokers(count: number): BrokerMetadata[] {
  return Array.from({ length: count }, (_, index) => broker(index + 1));
}

/** Partitions by the brokers of each, in sync, led by the first. */
export function placed(...replicas: readonly (readonly number[])[]): PartitionMetadata[] {
  return replicas.map((ids, id) => ({ id, leader: ids[0] ?? -1, replicas: ids, inSync: ids }));
}

interface TopicInput {
  readonly name?: string;
  readonly partitions?: number;
  readonly factor?: number;
  readonly placed?: readonly PartitionMetadata[];
  readonly overrides?: Readonly<Record<string, string>>;
  readonly defaults?: Readonly<Record<string, string>>;
}

/** A topic on the cluster: `orders`, 3 partitions, factor 1, no overrides. */
export function topic(input: TopicInput = {}): ObservedTopic {
  const { name = 'orders', partitions = 3, factor = 1, overrides = {}, defaults = brokerDefaults } = input;
  const replicas = Array.from({ length: factor }, (_, index) => index + 1);
  const settings = new Map(
    Object.entries(defaults).map(([key, value]) => [key, { value, isOverride: false }]),
  );
  for (const [key, value] of Object.entries(overrides)) settings.set(key, { value, isOverride: true });
  return { name, settings, partitions: input.placed ?? placed(...Array(partitions).fill(replicas)) };
}

/** A topic that nobody asked the settings of. */
export function undescribed(name: string): ObservedTopic {
  return { ...topic({ name }), settings: undefined };
}

interface ClusterInput extends Partial<Omit<ObservedCluster, 'topics' | 'denied' | 'moving'>> {
  readonly topics?: readonly ObservedTopic[];
  readonly denied?: readonly string[];
  readonly moving?: readonly string[];
  readonly kind?: ClusterKind;
}

/** One Kafka broker without topics. */
export function cluster(input: ClusterInput = {}): ObservedCluster {
  const { topics = [], denied = [], moving = [] } = input;
  return {
    clusterId: 'c1',
    kind: 'kafka',
    brokers: brokers(1),
    usage: new Map(),
    ...input,
    topics: new Map(topics.map((one) => [one.name, one])),
    denied: new Map(denied.map((name) => [name, notAuthorized])),
    moving: new Map(
      moving.map((name) => [name, [{ name, partition: 0, replicas: [1, 2], adding: [2], removing: [] }]]),
    ),
  };
}

const notAuthorized: ItemError = {
  code: 29,
  name: 'TOPIC_AUTHORIZATION_FAILED',
  message: 'Topic authorization failed.',
};

/** What a manifest says about `orders`: nothing, unless given. */
export function wanted(over: Partial<DesiredTopic> = {}): DesiredTopic {
  return {
    name: 'orders',
    partitions: undefined,
    replicationFactor: undefined,
    configs: {},
    exact: false,
    ...over,
  };
}

export function scope(include: readonly string[], exclude: readonly string[] = []): Scope {
  return { include, exclude };
}

export function desired(topics: readonly DesiredTopic[], ...scopes: readonly Scope[]): DesiredState {
  return { topics, scopes, guards: [] };
}

interface PlanFlags {
  readonly prune?: boolean;
  readonly pin?: boolean;
  /** Bytes a second; none when left out. */
  readonly throttle?: bigint;
}

/** The plan for what is wanted of a cluster. */
export function planFor(
  declared: readonly DesiredTopic[] | DesiredState,
  observed: ObservedCluster,
  { prune = false, pin = false, throttle }: PlanFlags = {},
): Plan<TopicWork> {
  const state = 'topics' in declared ? declared : desired(declared);
  return planTopics(state, observed, { prune, pin, throttle });
}
