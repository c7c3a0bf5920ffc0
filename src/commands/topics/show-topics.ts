import type { Context } from '../../context.js';
import { type MissingName, missingWords } from '../../lib/missing-names.js';
import { printable } from '../../lib/terminal/printable.js';
import type { ReadTopics, TopicView } from '../../lib/topics/read-topics.js';

/** The documented shape of what reading commands print with `-o json` and `-o yaml`. */
export const topicsSchema = 'exops.topics/v1';

export function topicDocument(topic: TopicView) {
  const { name, internal, partitions, replicationFactor, underReplicated, offline } = topic;
  return {
    name,
    internal,
    partitions: partitions.length,
    replicationFactor: replicationFactor ?? null,
    underReplicated,
    offline,
  };
}

/** Names each topic that was asked for and isn't there. */
export function reportUnknown({ terminal }: Context, unknown: readonly MissingName[]): boolean {
  for (const one of unknown) terminal.err.line(printable(missingWords('topic', one)));
  return unknown.length > 0;
}

/** An empty answer could also mean that something went wrong, so it is said. */
export function reportNone({ terminal }: Context, { topics, unknown }: ReadTopics<TopicView>): void {
  if (topics.length + unknown.length === 0)
    terminal.err.line('No topics: none is there, none matches, or this login may see none.');
}
