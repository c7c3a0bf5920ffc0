import type { Plan } from '../../../src/lib/change/plan.js';
import type { ConfigOperation } from '../../../src/lib/kafka/requests/incremental-alter-configs.js';
import type { PartitionMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import { assignReplicas, loadOf } from '../../../src/lib/topics/assign-replicas.js';
import type { ObservedCluster, ObservedSetting, ObservedTopic } from '../../../src/lib/topics/model.js';
import type { TopicChange, TopicWork } from '../../../src/lib/topics/work.js';

type Settings = ReadonlyMap<string, ObservedSetting>;

/**
 * The cluster as it is once a plan has been applied: what the broker's documentation says each request does.
 * @param defaults what the broker has in effect where a topic pins nothing; it ignores other settings
 */
export function simulate(
  plan: Plan<TopicWork>,
  cluster: ObservedCluster,
  defaults: Readonly<Record<string, string>>,
): ObservedCluster {
  const topics = new Map(cluster.topics);
  for (const change of plan.changes) {
    const before = topics.get(change.name);
    if (change.work.delete === true) topics.delete(change.name);
    else if (before === undefined) topics.set(change.name, created(change, cluster, defaults));
    else topics.set(change.name, changed(before, change.work, cluster, defaults));
  }
  const waitedFor = new Set(plan.changes.filter(({ work }) => work.isUnderWay).map(({ name }) => name));
  const moving = [...(cluster.moving ?? [])].filter(
    ([name]) => cluster.topics.has(name) && !waitedFor.has(name),
  );
  return { ...cluster, topics, moving: cluster.moving && new Map(moving) };
}

function created(
  { name, work }: TopicChange,
  cluster: ObservedCluster,
  defaults: Readonly<Record<string, string>>,
): ObservedTopic {
  const { partitions = -1, replicationFactor = -1, configs = {} } = work.create ?? {};
  const pins = Object.entries(configs).map(
    ([key, value]): ConfigOperation => ({ operation: 'set', key, value }),
  );
  const empty = Array.from({ length: Math.max(1, partitions) }, (_, id) => unplaced(id));
  return {
    name,
    partitions: withFactor(empty, Math.max(1, replicationFactor), cluster),
    settings: altered(new Map(), pins, defaults),
  };
}

function changed(
  topic: ObservedTopic,
  work: TopicWork,
  cluster: ObservedCluster,
  defaults: Readonly<Record<string, string>>,
): ObservedTopic {
  const first = topic.partitions[0]?.replicas.length ?? 1;
  const total = work.partitions ?? topic.partitions.length;
  const added = Array.from({ length: total - topic.partitions.length }, (_, index) =>
    unplaced(topic.partitions.length + index),
  );
  const operations = [...(work.settings ?? []), ...(work.settingsAfter ?? [])];
  const redpanda = operations.find(({ key }) => key === 'replication.factor');
  const factor = redpanda?.operation === 'set' ? Number(redpanda.value) : work.replicas;
  const grown = [...topic.partitions, ...withFactor(added, first, cluster)];
  return {
    ...topic,
    partitions: factor === undefined ? grown : withFactor(grown, factor, cluster),
    settings: topic.settings === undefined ? undefined : altered(topic.settings, operations, defaults),
  };
}

function unplaced(id: number): PartitionMetadata {
  return { id, leader: -1, replicas: [], inSync: [] };
}

function withFactor(
  partitions: readonly PartitionMetadata[],
  factor: number,
  { brokers }: ObservedCluster,
): PartitionMetadata[] {
  const targets = assignReplicas({ partitions, factor, brokers, load: loadOf(partitions) });
  const byId = new Map(targets.map((target) => [target.partition, target.replicas]));
  return partitions.map((partition) => {
    const replicas = byId.get(partition.id) ?? partition.replicas;
    return { ...partition, replicas, inSync: replicas, leader: replicas[0] ?? -1 };
  });
}

function altered(
  before: Settings,
  operations: readonly ConfigOperation[],
  defaults: Readonly<Record<string, string>>,
): Settings {
  const inherited = Object.entries(defaults).map(
    ([key, value]) => [key, { value, isOverride: false }] as const,
  );
  const after = new Map<string, ObservedSetting>([...inherited, ...before]);
  for (const operation of operations) {
    const inherits = defaults[operation.key];
    if (inherits === undefined) continue;
    if (operation.operation === 'set') after.set(operation.key, { value: operation.value, isOverride: true });
    else after.set(operation.key, { value: inherits, isOverride: false });
  }
  return after;
}
