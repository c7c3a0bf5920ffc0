import type { Refusal } from '../change/plan.js';
import type { ConfigOperation } from '../kafka/requests/incremental-alter-configs.js';
import type { DesiredTopic } from '../manifest/model.js';
import type { ObservedCluster, ObservedTopic } from './model.js';
import { contentsOf } from './rules/delete.js';
import type { Finding } from './rules/finding.js';
import { minInsyncKey } from './rules/min-insync.js';
import { type MskVerdict, mskRefusesExisting } from './rules/msk.js';
import { partitionsRule } from './rules/partitions.js';
import { replicasRules } from './rules/replicas.js';
import { settingsRule } from './rules/settings.js';
import type { Throttle } from './throttle.js';
import { type TopicChange, type TopicWork, topicKind } from './work.js';

/** What a plan does about one topic, and what it refuses. */
export interface Verdict {
  readonly changes?: readonly TopicChange[];
  readonly refusals?: readonly Refusal[];
}

/** What each rule says about a topic that exists, put together. Both are undefined when it is as wanted. */
export function planExisting(
  wanted: DesiredTopic,
  topic: ObservedTopic,
  cluster: ObservedCluster,
  options: { readonly pin: boolean; readonly throttle: Throttle; readonly sendsUnknown?: boolean },
): Verdict {
  const msk = mskRefusesExisting(wanted, topic, cluster);
  const possible = withoutRefused(wanted, msk);
  const replicas = replicasRules(possible, topic, cluster, options.throttle);
  const settings = settingsRule(wanted, topic, {
    pin: options.pin,
    contents: contentsOf(cluster.usage.get(topic.name)),
    except: new Set([...replicas.refusedKeys, ...msk.keptKeys]),
    keepsThrottles: cluster.moving === undefined || cluster.moving.has(topic.name),
    sendsUnknown: options.sendsUnknown === true,
  });
  const findings = [partitionsRule(wanted, topic), ...replicas.findings, settings, msk.finding];
  const fewest = Math.min(...topic.partitions.map((partition) => partition.replicas.length));
  const refusals = findings.flatMap((finding) => finding.refusals ?? []);
  return {
    ...(refusals.length === 0
      ? {}
      : { refusals: refusals.map((refusal) => ({ kind: topicKind, name: topic.name, ...refusal })) }),
    ...(findings.every(({ fields }) => fields === undefined)
      ? {}
      : { changes: [changeFrom(topic.name, findings, fewest)] }),
  };
}

/** What MSK refuses needs no second reason. */
function withoutRefused(wanted: DesiredTopic, { refusedKeys, refusesFactor }: MskVerdict): DesiredTopic {
  const configs = Object.entries(wanted.configs).filter(([key]) => !refusedKeys.has(key));
  return {
    ...wanted,
    configs: Object.fromEntries(configs),
    replicationFactor: refusesFactor ? undefined : wanted.replicationFactor,
  };
}

function changeFrom(name: string, findings: readonly Finding[], fewest: number): TopicChange {
  return {
    kind: topicKind,
    name,
    action: 'change',
    severity: findings.some(({ severity }) => severity === 'destructive') ? 'destructive' : 'safe',
    fields: findings.flatMap(({ fields }) => fields ?? []),
    cautions: findings.flatMap(({ cautions }) => cautions ?? []),
    work: mergeWork(findings, fewest),
  };
}

/** More in-sync replicas are asked for only when there are more replicas, or nobody could write in between. */
function mergeWork(findings: readonly Finding[], fewest: number): TopicWork {
  const settings = findings.flatMap(({ work }) => work?.settings ?? []);
  const merged: TopicWork = Object.assign({}, ...findings.map(({ work }) => work ?? {}));
  if (settings.length === 0) return merged;
  const { settings: _, ...others } = merged;
  const gains = (others.replicas ?? 0) > fewest;
  const waits = (one: ConfigOperation) =>
    gains && one.key === minInsyncKey && one.operation === 'set' && Number(one.value) > fewest;
  const [now, after] = [settings.filter((one) => !waits(one)), settings.filter(waits)];
  return {
    ...others,
    ...(now.length === 0 ? {} : { settings: now }),
    ...(after.length === 0 ? {} : { settingsAfter: after }),
  };
}
