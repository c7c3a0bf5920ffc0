import type { Target } from '../change/plan-document.js';
import { loginDocument } from './login-words.js';
import { diskDocument } from './read-disks.js';
import type { ClusterInfo } from './read-info.js';
import { unreadDocument } from './unread.js';
import { type Configured, kindOfCluster } from './write-info.js';

/** The documented shape of `cluster info -o json`. */
const infoSchema = 'exops.cluster/v1';

/** What is known of a cluster, for programs; what isn't known is null. */
export function infoDocument(target: Target, info: ClusterInfo, configured: Configured) {
  const { metadata, controller, features } = info;
  return {
    schema: infoSchema,
    target: { ...target, clusterId: metadata.clusterId },
    ...{ clusterId: metadata.clusterId, kind: kindOfCluster(configured, info) },
    controller:
      controller === undefined ? null : { id: controller.id ?? null, voters: controller.voters ?? null },
    login: loginDocument(configured.auth),
    ...{ topics: info.topics.all, internalTopics: info.topics.internal },
    ...{ partitions: info.partitions, replicas: info.replicas },
    features:
      features === undefined
        ? null
        : [...new Set([...features.supported.keys(), ...features.finalized.keys()])].sort().map((name) => ({
            name,
            level: features.finalized.get(name) ?? null,
            supported: features.supported.get(name) ?? null,
          })),
    brokers: info.brokers.map(({ id, host, port, rack, leaders, replicas, disk, release }) => ({
      ...{ id, host, port, rack, leaders, replicas, disk: diskDocument(disk) },
      version: release === undefined ? null : { release: release.version, isExact: release.isExact },
    })),
    notRead: info.unread.map(unreadDocument),
  };
}
