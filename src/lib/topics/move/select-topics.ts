import type { Refusal } from '../../change/plan.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import { matchesAny } from '../../manifest/scope.js';
import { isInternalName } from '../../manifest/topic-name.js';
import { isPattern } from '../imperative/read-names.js';
import { noSuchTopic } from '../no-such-topic.js';
import { topicKind } from '../work.js';
import type { ObservedMove } from './model.js';

export interface TopicChoice {
  /** Names and globs; none stands for all. */
  readonly patterns: readonly string[];
  /** Internal topics, too. */
  readonly internal: boolean;
}

/** Pure: which of a cluster's topics are asked for. */
export function selectTopics(
  all: readonly TopicMetadata[],
  { patterns, internal }: TopicChoice,
): Pick<ObservedMove, 'all' | 'topics' | 'keptInternal' | 'unmatched'> {
  const there = all.filter(({ error }) => error === undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  const named = patterns.length === 0 ? there : there.filter(({ name }) => matchesAny(patterns, name));
  const isKept = (topic: TopicMetadata) => !internal && (topic.internal || isInternalName(topic.name));
  const topics = named.filter((topic) => !isKept(topic));
  return {
    all: there,
    topics,
    keptInternal: patterns.length === 0 ? named.filter(isKept) : [],
    unmatched: patterns.filter((text) => topics.every(({ name }) => !matchesAny([text], name))),
  };
}

/** For names and patterns that stand for nothing. */
export function unmatchedRefusals({
  unmatched,
  all,
}: Pick<ObservedMove, 'unmatched' | 'all'>): readonly Refusal[] {
  const names = all.map(({ name }) => name);
  return unmatched.map((name) => ({
    kind: topicKind,
    name,
    reason: isPattern(name) ? 'no topic matches it' : noSuchTopic(name, names),
  }));
}
