import type { Refusal } from '../change/plan.js';
import type { DesiredTopic } from '../manifest/model.js';
import type { ObservedCluster, ObservedTopic } from './model.js';
import { contentsOf } from './rules/delete.js';
import type { Finding } from './rules/finding.js';
import { partitionsRule } from './rules/partitions.js';
import { replicasRules } from './rules/replicas.js';
import { settingsRule } from './rules/settings.js';
import type { Throttle } from './throttle.js';
import { type TopicChange, type TopicWork, topicKind } from './work.js';

export interface ExistingVerdict {
  readonly changes?: readonly TopicChange[];
  readonly refusals?: readonly Refusal[];
}

/** What each rule says about a topic that exists, put together. Both are undefined when it is as wanted. */
export function planExisting(
  wanted: DesiredTopic,
  topic: ObservedTopic,
  cluster: ObservedCluster,
  options: { readonly pin: boolean; readonly throttle: Throttle },
): ExistingVerdict {
  const replicas = replicasRules(wanted, topic, cluster, options.throttle);
  const settings = settingsRule(wanted, topic, {
    pin: options.pin,
    contents: contentsOf(cluster.usage.get(topic.name)),
    except: replicas.refusedKeys,
    keepsThrottles: cluster.moving === undefined || cluster.moving.has(topic.name),
  });
  const findings = [partitionsRule(wanted, topic), ...replicas.findings, settings];
  const refusals = findings.flatMap((finding) => finding.refusals ?? []);
  return {
    ...(refusals.length === 0
      ? {}
      : { refusals: refusals.map((refusal) => ({ kind: topicKind, name: topic.name, ...refusal })) }),
    ...(findings.every(({ fields }) => fields === undefined)
      ? {}
      : { changes: [changeFrom(topic.name, findings)] }),
  };
}

function changeFrom(name: string, findings: readonly Finding[]): TopicChange {
  return {
    kind: topicKind,
    name,
    action: 'change',
    severity: findings.some(({ severity }) => severity === 'destructive') ? 'destructive' : 'safe',
    fields: findings.flatMap(({ fields }) => fields ?? []),
    cautions: findings.flatMap(({ cautions }) => cautions ?? []),
    work: mergeWork(findings),
  };
}

function mergeWork(findings: readonly Finding[]): TopicWork {
  const settings = findings.flatMap(({ work }) => work?.settings ?? []);
  const merged: TopicWork = Object.assign({}, ...findings.map(({ work }) => work ?? {}));
  return settings.length === 0 ? merged : { ...merged, settings };
}
