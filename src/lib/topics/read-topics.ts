import type { KafkaClient } from '../kafka/client.js';
import { describeItemError, isAccessError } from '../kafka/item-error.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import { isUnderReplicated } from '../kafka/under-replicated.js';
import { matchesAny } from '../manifest/scope.js';
import { isInternalName } from '../manifest/topic-name.js';
import { type MissingName, missingNames } from '../missing-names.js';
import type { ObservedSetting } from './model.js';
import { describeTopics, settingsOf } from './observe.js';

/** A topic for people and programs to read. */
export interface TopicView {
  readonly name: string;
  readonly internal: boolean;
  readonly partitions: TopicMetadata['partitions'];
  /** Undefined when partitions disagree, as they do while replicas move. */
  readonly replicationFactor: number | undefined;
  /** Partitions that lack a replica in sync. */
  readonly underReplicated: number;
  /** Partitions without a leader. */
  readonly offline: number;
}

export interface DescribedTopic extends TopicView {
  readonly settings: ReadonlyMap<string, ObservedSetting> | undefined;
  /** Why the settings couldn't be read. */
  readonly settingsProblem: string | undefined;
}

export interface TopicSelection {
  /** Names or globs; none stands for all. */
  readonly patterns: readonly string[];
  /** Internal topics too; one that is asked for by its full name is always there. */
  readonly internal: boolean;
}

export interface ReadTopics<Topic> {
  readonly metadata: MetadataResponse;
  /** By name. */
  readonly topics: readonly Topic[];
  /** Full names that were asked for and aren't there. */
  readonly unknown: readonly MissingName[];
}

/** The topics of a cluster in one request. */
export async function listTopics(
  client: KafkaClient,
  selection: TopicSelection,
): Promise<ReadTopics<TopicView>> {
  const metadata = await client.metadata(null);
  const views = metadata.topics.map(viewOf).sort((a, b) => (a.name < b.name ? -1 : 1));
  const topics = views.filter((topic) => isSelected(topic, selection));
  const names = new Set(views.map(({ name }) => name));
  const unknown = missingNames(selection.patterns, names).filter(({ isGlob }) => !isGlob);
  return { metadata, topics, unknown };
}

/** The same with the settings in effect; two rounds of requests. */
export async function readTopics(
  client: KafkaClient,
  selection: TopicSelection,
): Promise<ReadTopics<DescribedTopic>> {
  const { topics, ...rest } = await listTopics(client, selection);
  const described = await describeTopics(
    client,
    topics.map(({ name }) => name),
    null,
  );
  const byName = new Map(described.map((resource) => [resource.name, resource]));
  return {
    ...rest,
    topics: topics.map((topic) => {
      const resource = byName.get(topic.name);
      const error = resource?.error;
      const settingsProblem =
        error === undefined
          ? undefined
          : `${isAccessError(error) ? 'no right to read them: ' : ''}${describeItemError(error)}`;
      return {
        ...topic,
        settings: resource === undefined ? undefined : settingsOf(resource),
        settingsProblem,
      };
    }),
  };
}

function viewOf({ name, internal, partitions }: TopicMetadata): TopicView {
  const factors = new Set(partitions.map(({ replicas }) => replicas.length));
  return {
    name,
    internal: internal || isInternalName(name),
    partitions,
    replicationFactor: factors.size === 1 ? [...factors][0] : undefined,
    underReplicated: partitions.filter((partition) => isUnderReplicated(partition)).length,
    offline: partitions.filter(({ leader }) => leader < 0).length,
  };
}

function isSelected({ name, internal }: TopicView, selection: TopicSelection): boolean {
  if (selection.patterns.includes(name)) return true;
  if (internal && !selection.internal) return false;
  return selection.patterns.length === 0 || matchesAny(selection.patterns, name);
}
