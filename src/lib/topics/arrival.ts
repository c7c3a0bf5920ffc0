import type { ConfigOperation } from '../kafka/requests/incremental-alter-configs.js';
import { isSameValue } from '../manifest/config-value.js';
import type { ObservedTopic } from './model.js';
import { redpandaFactorKey } from './rules/replication.js';
import type { TopicWork } from './work.js';

/** What a topic of the plan still lacks on the cluster, in words; undefined when it is as the plan wanted it. */
export function whatIsMissing(work: TopicWork, topic: ObservedTopic | undefined): string | undefined {
  if (work.delete === true) return topic === undefined ? undefined : 'it is still there';
  if (topic === undefined) return "it isn't there yet";
  return missingShape(work, topic) ?? missingSettings(work, topic);
}

function missingShape(work: TopicWork, { partitions }: ObservedTopic): string | undefined {
  const total = work.create?.partitions ?? work.partitions ?? anything;
  const factor = work.create?.replicationFactor ?? work.replicas ?? redpandaFactor(work) ?? anything;
  if (total !== anything && partitions.length !== total)
    return `it has ${partitions.length} of ${total} partitions`;
  const hasNewPartitions = work.create !== undefined || work.partitions !== undefined;
  if (hasNewPartitions && partitions.some(({ leader }) => leader < 0)) return 'a partition without a leader';
  if (factor !== anything && partitions.some(({ replicas }) => replicas.length !== factor))
    return `not all partitions have ${factor} replicas`;
  // While a replica is added it is listed already, but not in sync.
  const copied = partitions.filter(({ inSync }) => inSync.length >= factor).length;
  return work.replicas !== undefined && copied < partitions.length
    ? `only ${copied} of ${partitions.length} partitions have all replicas in sync`
    : undefined;
}

/** The broker chose, so anything is as wanted. */
const anything = -1;

function redpandaFactor({ settings = [] }: TopicWork): number | undefined {
  const wanted = settings.find(({ key }) => key === redpandaFactorKey);
  return wanted?.operation === 'set' ? Number(wanted.value) : undefined;
}

function missingSettings(work: TopicWork, { settings }: ObservedTopic): string | undefined {
  const wanted = [
    ...Object.entries(work.create?.configs ?? {}).map(([key, value]) => ({ key, value })),
    ...shownSettings(work).map((operation) => ({
      key: operation.key,
      value: operation.operation === 'set' ? operation.value : undefined,
    })),
  ];
  if (settings === undefined && wanted.length > 0) return "its settings can't be read";
  const wrong = wanted.find(({ key, value }) => {
    const now = settings?.get(key);
    if (value === undefined) return now?.isOverride === true;
    return now === undefined || now.value === null || !isSameValue(key, now.value, value);
  });
  return wrong === undefined ? undefined : `${wrong.key} isn't in effect`;
}

/** The keys that a verification needs to read for a topic. */
export function keysToRead(work: TopicWork): readonly string[] {
  return [...Object.keys(work.create?.configs ?? {}), ...shownSettings(work).map(({ key }) => key)];
}

function shownSettings({ settings = [], settingsAfter = [] }: TopicWork): readonly ConfigOperation[] {
  return [...settings, ...settingsAfter].filter(({ key }) => key !== redpandaFactorKey);
}
