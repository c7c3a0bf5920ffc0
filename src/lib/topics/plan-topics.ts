import { actions, type Notice, type Plan, type Refusal } from '../change/plan.js';
import { describeItemError } from '../kafka/item-error.js';
import type { DesiredState, DesiredTopic } from '../manifest/model.js';
import { isInScope } from '../manifest/scope.js';
import { collisionKey, isInternalName } from '../manifest/topic-name.js';
import type { ObservedCluster, ObservedTopic } from './model.js';
import { planExisting, type Verdict } from './plan-existing.js';
import { createTopic } from './rules/create.js';
import { deleteTopic } from './rules/delete.js';
import { isUnwritable, minInsyncRule } from './rules/min-insync.js';
import { mskRefusesNew } from './rules/msk.js';
import { isFollowing, unreachableFactor } from './rules/replication.js';
import { throttleKeys, unnamedOverrides } from './rules/settings.js';
import type { Throttle } from './throttle.js';
import { type TopicChange, type TopicWork, topicKind } from './work.js';

export interface PlanOptions {
  /** Delete topics that a manifest owns and doesn't declare. */
  readonly prune: boolean;
  /** Pin values that are in effect already, so that a changed default doesn't change the topic. */
  readonly pin: boolean;
  /** What moving replicas may take of each broker. */
  readonly throttle: Throttle;
  /** Send settings that the cluster doesn't show; else they are named, and left out. */
  readonly sendsUnknown?: boolean;
  /** Internal topics that may be deleted all the same. */
  readonly internal?: ReadonlySet<string>;
}

type TopicPlan = Plan<TopicWork>;

/** Pure: what would bring the cluster to the declared state, what can't be done, and what is left alone. */
export function planTopics(desired: DesiredState, cluster: ObservedCluster, options: PlanOptions): TopicPlan {
  const unsupported = options.sendsUnknown === true ? new Set<string>() : unsupportedKeys(desired, cluster);
  const wanted = desired.topics.map((topic) => withoutKeys(topic, unsupported));
  const names = new Set(wanted.map(({ name }) => name));
  const taken = new Map([...cluster.topics.keys()].map((name) => [collisionKey(name), name]));
  const verdicts = wanted.map((topic) => judge(topic, cluster, taken, options));
  const undeclared = [...cluster.topics.values()]
    .filter(
      ({ name }) =>
        !names.has(name) &&
        (!isInternalName(name) || options.internal?.has(name) === true) &&
        desired.scopes.some((scope) => isInScope(scope, name)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const pruned: Verdict[] = options.prune ? undeclared.map((topic) => judgeUndeclared(topic, cluster)) : [];
  const all = [...verdicts, ...pruned];
  return {
    noun: topicKind,
    changes: all.flatMap(({ changes }) => changes ?? []).sort(byAction),
    refusals: all.flatMap(({ refusals }) => refusals ?? []),
    notices: [
      ...notice(
        'undeclared',
        'not in the file, kept',
        options.prune ? [] : undeclared.map(({ name }) => name),
      ),
      ...notice('unsupported setting', 'not supported by this cluster', [...unsupported]),
      ...keptSettings(wanted, cluster),
      ...notice(
        'unwritable',
        'over the replication factor in min.insync.replicas: nobody can write with acks=all; since Kafka 3.7, with one broker down',
        wanted.flatMap((topic) => (isUnwritable(cluster.topics.get(topic.name)) ? [topic.name] : [])),
      ),
      ...notice(
        'moving',
        'being moved to other brokers now',
        wanted.map(({ name }) => name).filter((name) => isMoving(cluster, name)),
      ),
    ],
    unchanged: verdicts.filter(({ changes, refusals }) => changes === undefined && refusals === undefined)
      .length,
  };
}

function judge(
  wanted: DesiredTopic,
  cluster: ObservedCluster,
  taken: ReadonlyMap<string, string>,
  options: PlanOptions,
): Verdict {
  const existing = cluster.topics.get(wanted.name);
  const denied = cluster.denied.get(wanted.name);
  const wantsSettings =
    wanted.exact || wanted.removes !== undefined || Object.keys(wanted.configs).length > 0;
  if (denied !== undefined && (existing === undefined || wantsSettings)) {
    return refuse(wanted.name, { reason: `no right to read it: ${describeItemError(denied)}`, access: true });
  }
  if (existing === undefined) return judgeMissing(wanted, cluster, taken);
  if (wantsSettings && existing.settings === undefined)
    return refuse(wanted.name, { reason: 'its settings could not be read' });
  const verdict = planExisting(wanted, existing, cluster, options);
  const follows = verdict.changes?.every(({ work }) => isFollowing(work)) === true;
  if (isMoving(cluster, wanted.name) && verdict.changes !== undefined && !follows)
    return refuse(wanted.name, { reason: movingReason });
  return verdict;
}

function judgeMissing(
  wanted: DesiredTopic,
  cluster: ObservedCluster,
  taken: ReadonlyMap<string, string>,
): Verdict {
  const rival = taken.get(collisionKey(wanted.name));
  if (rival !== undefined) {
    return refuse(wanted.name, {
      reason: `its name collides with the topic "${rival}": Kafka can't tell "." from "_" here`,
    });
  }
  const refusedByMsk = mskRefusesNew(wanted, cluster);
  if (refusedByMsk.length > 0)
    return { refusals: refusedByMsk.map((one) => ({ kind: topicKind, name: wanted.name, ...one })) };
  const unreachable = unreachableFactor(wanted.replicationFactor, cluster);
  if (unreachable !== undefined)
    return refuse(wanted.name, { reason: `replication factor ${wanted.replicationFactor}: ${unreachable}` });
  const minInsync = minInsyncRule(wanted, wanted.replicationFactor ?? cluster.defaultFactor, null);
  const [refusal] = minInsync.refusals ?? [];
  if (refusal !== undefined) return refuse(wanted.name, refusal);
  return { changes: [createTopic(wanted, minInsync.cautions ?? [])] };
}

function judgeUndeclared(topic: ObservedTopic, cluster: ObservedCluster): Verdict {
  if (isMoving(cluster, topic.name)) return refuse(topic.name, { reason: movingReason });
  return { changes: [deleteTopic(topic, cluster.usage.get(topic.name))] };
}

function isMoving({ moving }: ObservedCluster, name: string): boolean {
  return moving?.has(name) === true;
}

const movingReason =
  'its replicas are being moved to other brokers: not changed now; run the command again when that has ended';

function refuse(name: string, refusal: Pick<Refusal, 'field' | 'reason' | 'access'>): Verdict {
  return { refusals: [{ kind: topicKind, name, ...refusal }] };
}

/** Keys of the manifest that no topic of the cluster has. Nothing is known when no topic could be read. */
function unsupportedKeys(desired: DesiredState, cluster: ObservedCluster): ReadonlySet<string> {
  const reported = new Set([
    ...(cluster.knownKeys ?? []),
    ...[...cluster.topics.values()].flatMap(({ settings }) => [...(settings?.keys() ?? [])]),
  ]);
  if (reported.size === 0) return new Set();
  const named = desired.topics.flatMap(({ configs }) => Object.keys(configs));
  return new Set(named.filter((key) => !reported.has(key)));
}

function withoutKeys(topic: DesiredTopic, keys: ReadonlySet<string>): DesiredTopic {
  if (keys.size === 0) return topic;
  return {
    ...topic,
    configs: Object.fromEntries(Object.entries(topic.configs).filter(([key]) => !keys.has(key))),
  };
}

/** Overrides that no manifest names, one notice for each setting. */
function keptSettings(wanted: readonly DesiredTopic[], cluster: ObservedCluster): Notice[] {
  const topicsByKey = new Map<string, string[]>();
  for (const topic of wanted) {
    const existing = cluster.topics.get(topic.name);
    if (existing === undefined || topic.exact) continue;
    const kept = unnamedOverrides(topic, existing).filter((key) => !throttleKeys.has(key));
    for (const key of kept) topicsByKey.set(key, [...(topicsByKey.get(key) ?? []), topic.name]);
  }
  const sorted = [...topicsByKey].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.flatMap(([key, names]) =>
    notice('kept setting', `${key} set on the cluster, not in the file, kept`, names),
  );
}

function notice(kind: string, text: string, names: readonly string[]): Notice[] {
  return names.length === 0 ? [] : [{ kind, text, names }];
}

function byAction(a: TopicChange, b: TopicChange): number {
  return actions.indexOf(a.action) - actions.indexOf(b.action);
}
