import { type Address, formatAddress } from '../../kafka/address.js';
import type { KafkaClient } from '../../kafka/client.js';
import type { MetadataResponse } from '../../kafka/requests/metadata.js';
import type { ClusterFacts } from '../aws/cluster-step.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { step, usualDeadlineMs } from '../step.js';
import { dialAll } from './dial.js';
import { judgeMetadata } from './judge-metadata.js';
import type { AnsweringBrokers } from './tcp-step.js';
import { type KafkaAfter, targetOf } from './way-in.js';

/** The value of the metadata step: what the cluster says of itself, and which of its brokers can be reached there. */
export interface ClusterMetadata extends MetadataResponse {
  /** Addresses that the brokers advertise, and that took a connection. */
  readonly answered: readonly Address[];
}

export interface MetadataAfter extends KafkaAfter {
  readonly tcp: Step<AnsweringBrokers>;
  readonly login: Step<KafkaClient>;
  /** Left out where nothing is known of MSK. */
  readonly cluster?: Step<ClusterFacts> | undefined;
}

/** What the cluster says of itself, and whether the addresses that it sends its clients to can be reached. */
export function metadataStep(
  deps: Pick<DoctorDeps, 'timeoutMs'>,
  { tcp, login, cluster: found, ...after }: MetadataAfter,
): Step<ClusterMetadata> {
  const dialMs = deps.timeoutMs ?? usualDeadlineMs;
  return step({
    layer: 'metadata',
    tries: 'what the cluster says of its brokers',
    after: [after.settings, after.ssh, tcp, login],
    beside: found === undefined ? [] : [found],
    deadlineMs: 2 * dialMs + 1_000,
    run: async (known, signal) => {
      const { cluster, route, host, isClusterOfFile } = targetOf(known, after);
      const metadata = await known.value(login).metadata(null);
      const reached = known.value(tcp);
      const open = new Set(reached.map(formatAddress));
      const others = metadata.brokers.filter((broker) => !open.has(formatAddress(broker)));
      const dialled = await dialAll(route, others, dialMs, signal);
      return judgeMetadata(metadata, {
        dialled,
        clusterId: cluster.clusterId,
        reached,
        host: host?.label,
        expected: found === undefined ? undefined : known.outcome(found)?.value?.msk?.brokerCount,
        ...{ timeoutMs: dialMs, isClusterOfFile },
      });
    },
  });
}
