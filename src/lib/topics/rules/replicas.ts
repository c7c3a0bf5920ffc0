import type { DesiredTopic } from '../../manifest/model.js';
import type { ObservedCluster, ObservedTopic } from '../model.js';
import type { Throttle } from '../throttle.js';
import type { Finding } from './finding.js';
import { minInsyncKey, minInsyncRule } from './min-insync.js';
import { replicationRule } from './replication.js';

/** How many copies there are and how many must be in sync: each is right only beside the other. */
export function replicasRules(
  wanted: DesiredTopic,
  topic: ObservedTopic,
  cluster: ObservedCluster,
  throttle: Throttle,
): { readonly findings: readonly Finding[]; readonly refusedKeys: ReadonlySet<string> } {
  const replication = replicationRule(wanted, topic, cluster, throttle);
  const factorChanges = replication.fields !== undefined;
  const fewestNow = Math.min(...topic.partitions.map(({ replicas }) => replicas.length));
  const factor = factorChanges ? wanted.replicationFactor : fewestNow;

  const named = wanted.configs[minInsyncKey];
  const inEffect = topic.settings?.get(minInsyncKey)?.value ?? null;
  if (named === undefined && !factorChanges) return { findings: [replication], refusedKeys: new Set() };
  const isNews = factorChanges || named !== inEffect;
  // What is there already, however unwise, is as declared; the plan has a notice for it.
  if (!isNews) return { findings: [replication], refusedKeys: new Set() };
  const minInsync = minInsyncRule(wanted, factor, inEffect);
  if (minInsync.refusals !== undefined) {
    const refusedKeys = new Set([minInsyncKey]);
    return { findings: factorChanges ? [minInsync] : [replication, minInsync], refusedKeys };
  }
  return { findings: [replication, minInsync], refusedKeys: new Set() };
}
