import type { Target } from '../change/plan-document.js';
import { countTroubles } from './health-words.js';
import { isWrong } from './judge-partition.js';
import { diskDocument } from './read-disks.js';
import type { HealthReport } from './read-health.js';
import { unreadDocument } from './unread.js';

/** The documented shape of `cluster health -o json`. */
const healthSchema = 'exops.cluster-health/v1';

/** How a cluster is, for programs; what isn't known is null. */
export function healthDocument(target: Target, report: HealthReport) {
  const { metadata, troubled, moving, brokers, nothing } = report;
  const counts = countTroubles(report);
  return {
    schema: healthSchema,
    target: { ...target, clusterId: metadata.clusterId },
    at: new Date(report.at).toISOString(),
    isHealthy: nothing === undefined || nothing === 'empty' ? !troubled.some(isWrong) : null,
    ...{ topics: report.topics, partitions: report.partitions },
    ...{ offline: counts.offline, underReplicated: counts['under-replicated'] },
    underMinIsr: report.knowsMinIsr ? counts['under min ISR'] : null,
    atMinIsr: report.knowsMinIsr ? counts['at min ISR'] : null,
    troubled: troubled.map(({ topic, id, troubles, leader, replicas, inSync, minIsr }) => ({
      ...{ topic, partition: id, troubles, leader, replicas, inSync, minIsr: minIsr ?? null },
    })),
    moving: moving.map(({ name, partition, adding, removing }) => ({
      ...{ topic: name, partition, adding, removing },
    })),
    brokers: brokers.map(
      ({ id, listed, isSilent, leaders, even, preferred, ledElsewhere, replicas, disk, notes }) => ({
        ...{ id, host: listed?.host ?? null, port: listed?.port ?? null, rack: listed?.rack ?? null },
        ...{ isGone: listed === undefined, isSilent, leaders, evenLeaders: Number(even.toFixed(2)) },
        ...{ preferred, ledElsewhere, replicas, disk: diskDocument(disk), notes },
      }),
    ),
    unknown: report.unknown.map(({ name }) => name),
    notRead: report.unread.map(unreadDocument),
  };
}
