import type { Change, Notice, Plan, Refusal } from '../../change/plan.js';
import { matchesAny } from '../../manifest/scope.js';
import { isInternalName } from '../../manifest/topic-name.js';
import type { ObservedCluster } from '../model.js';
import { noSuchTopic } from '../no-such-topic.js';
import { planTopics } from '../plan-topics.js';
import { type TopicWork, topicKind } from '../work.js';
import { asAsked, askedOptions } from './asked-topics.js';
import { isPattern } from './read-names.js';

export interface DeletionInput {
  /** Names and globs. */
  readonly patterns: readonly string[];
  /** Internal topics that are named, each by its full name. */
  readonly internal: ReadonlySet<string>;
  /** What isn't there is no failure. */
  readonly ifExists: boolean;
}

/** Pure: what goes. The names and patterns are a scope in which nothing is declared. */
export function planDeletion(
  { patterns, internal, ifExists }: DeletionInput,
  cluster: ObservedCluster,
): Plan<TopicWork> {
  const emptied = { topics: [], scopes: [{ include: patterns, exclude: [] }], guards: [] };
  const plan = planTopics(emptied, cluster, { ...askedOptions(undefined), prune: true, internal });
  const ours = [...cluster.topics.keys()].filter((name) => !isInternalName(name));
  const absent = patterns.filter((text) =>
    isPattern(text) ? !ours.some((name) => matchesAny([text], name)) : !cluster.topics.has(text),
  );
  return {
    ...plan,
    wanted: asAsked,
    changes: plan.changes.map((change) =>
      isInternalName(change.name) ? withInternalCaution(change) : change,
    ),
    refusals: ifExists
      ? plan.refusals
      : [...plan.refusals, ...absent.map((name) => refusalOf(name, cluster))],
    notices: ifExists ? [...plan.notices, ...absentNotice(absent)] : plan.notices,
  };
}

function withInternalCaution(change: Change<TopicWork>): Change<TopicWork> {
  const caution = 'an internal topic: what Kafka, or a tool, keeps in it is lost to all who rely on it';
  return { ...change, cautions: [...change.cautions, caution] };
}

function refusalOf(name: string, { topics }: ObservedCluster): Refusal {
  const reason = isPattern(name) ? noMatch : noSuchTopic(name, topics.keys());
  return { kind: topicKind, name, reason };
}

const noMatch = 'no topic matches it; internal ones are deleted by their full names only';

function absentNotice(names: readonly string[]): Notice[] {
  return names.length === 0 ? [] : [{ kind: 'absent', text: 'not there', names }];
}
