import type { Refusal } from '../change/plan.js';
import type { DesiredTopic } from '../manifest/model.js';
import type { ObservedCluster, ObservedTopic } from './model.js';
import { contentsOf } from './rules/delete.js';
import type { Finding } from './rules/finding.js';
import { minInsyncKey, minInsyncRule } from './rules/min-insync.js';
import { partitionsRule } from './rules/partitions.js';
import { replicationRule, unreachableFactor } from './rules/replication.js';
import { settingsRule } from './rules/settings.js';
import { type TopicChange, type TopicWork, topicKind } from './work.js';

/** What each rule says about a topic that exists, put together. Both are undefined when it is as wanted. */
export function planExisting(
  wanted: DesiredTopic,
  topic: ObservedTopic,
  cluster: ObservedCluster,
  options: { readonly pin: boolean },
): { changes?: readonly TopicChange[]; refusals?: readonly Refusal[] } {
  const wish = wanted.replicationFactor;
  const factorsNow = topic.partitions.map(({ replicas }) => replicas.length);
  const isReachable = unreachableFactor(wish, cluster) === undefined;
  const changesFactor = wish !== undefined && isReachable && factorsNow.some((now) => now !== wish);
  const factor = changesFactor ? wish : Math.min(...factorsNow);
  const minInsyncNow = topic.settings?.get(minInsyncKey)?.value ?? null;
  const asksForReplicas = wanted.configs[minInsyncKey] !== undefined || changesFactor;
  const minInsync = asksForReplicas ? minInsyncRule(wanted, factor, minInsyncNow) : {};
  const replicasAreRefused = minInsync.refusals !== undefined;
  const settings = settingsRule(wanted, topic, {
    pin: options.pin,
    contents: contentsOf(cluster.usage.get(topic.name)),
    except: new Set(replicasAreRefused ? [minInsyncKey] : []),
    isMoving: cluster.moving.has(topic.name),
  });
  const replication = replicasAreRefused && changesFactor ? {} : replicationRule(wanted, topic, cluster);
  const findings = [partitionsRule(wanted, topic), replication, settings];
  const changesReplicas =
    replication.fields !== undefined || settings.fields?.some(({ name }) => name === minInsyncKey) === true;
  const refusals = [...findings, minInsync].flatMap((finding) => finding.refusals ?? []);
  const fields = findings.flatMap((finding) => finding.fields ?? []);
  return {
    ...(refusals.length === 0
      ? {}
      : { refusals: refusals.map((refusal) => ({ kind: topicKind, name: topic.name, ...refusal })) }),
    ...(fields.length === 0
      ? {}
      : {
          changes: [
            {
              kind: topicKind,
              name: topic.name,
              action: 'change',
              severity: findings.some(({ severity }) => severity === 'destructive') ? 'destructive' : 'safe',
              fields,
              cautions: [...findings, ...(changesReplicas ? [minInsync] : [])].flatMap(
                (finding) => finding.cautions ?? [],
              ),
              work: mergeWork(findings),
            },
          ],
        }),
  };
}

function mergeWork(findings: readonly Finding[]): TopicWork {
  const settings = findings.flatMap(({ work }) => work?.settings ?? []);
  const merged: TopicWork = Object.assign({}, ...findings.map(({ work }) => work ?? {}));
  return settings.length === 0 ? merged : { ...merged, settings };
}
