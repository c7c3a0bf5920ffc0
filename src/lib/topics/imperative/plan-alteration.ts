import type { Plan, Refusal } from '../../change/plan.js';
import { didYouMean } from '../../yaml/nearest.js';
import type { ObservedCluster } from '../model.js';
import { noSuchTopic } from '../no-such-topic.js';
import { planTopics } from '../plan-topics.js';
import type { Throttle } from '../throttle.js';
import { type TopicWork, topicKind } from '../work.js';
import { type AskedShape, asAsked, askedOptions, askedState, withoutFileNotices } from './asked-topics.js';

/** The topics that a command line means, as far as the cluster knows them. */
export interface SelectedTopics {
  readonly cluster: ObservedCluster;
  /** Those that patterns match, and every name, whether it is there or not. */
  readonly names: readonly string[];
  /** Patterns that match nothing. */
  readonly unmatched: readonly string[];
}

/** Pure: what changes in topics that are there; only what is asked for does. */
export function planAlteration(
  { cluster, names, unmatched }: SelectedTopics,
  shape: AskedShape,
  throttle: Throttle,
): Plan<TopicWork> {
  // Of a topic that may not be seen, the rules say which right is missing.
  const isKnown = (name: string) => cluster.topics.has(name) || cluster.denied.has(name);
  const wrong = names.flatMap((name) => unknownRemovals(cluster, name, shape));
  const refused = new Set(wrong.map(({ name }) => name));
  // All that is asked of a topic is done, or nothing.
  const asked = names.filter((name) => isKnown(name) && !refused.has(name));
  const plan = planTopics(askedState(asked, shape), cluster, askedOptions(throttle));
  return {
    ...plan,
    wanted: asAsked,
    refusals: [
      ...plan.refusals,
      ...names
        .filter((name) => !isKnown(name))
        .map((name) => ({ kind: topicKind, name, reason: noSuchTopic(name, cluster.topics.keys()) })),
      ...unmatched.map((name) => ({ kind: topicKind, name, reason: 'no topic matches it' })),
      ...wrong,
    ],
    notices: withoutFileNotices(plan),
  };
}

/** Brokers remove a setting that they don't know without a word. Redpanda need not show each that it knows. */
function unknownRemovals(
  { kind, topics }: ObservedCluster,
  name: string,
  { removes = [] }: AskedShape,
): readonly Refusal[] {
  const settings = topics.get(name)?.settings;
  if (kind === 'redpanda' || settings === undefined) return [];
  return removes
    .filter((key) => !settings.has(key))
    .map((key) => ({
      kind: topicKind,
      name,
      reason: `no setting ${key} in this cluster${didYouMean(key, settings.keys())}`,
    }));
}
