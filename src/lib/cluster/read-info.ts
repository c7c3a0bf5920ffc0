import type { KafkaClient } from '../kafka/client.js';
import {
  type ApiVersionsResponse,
  apiVersions,
  type ClusterFeatures,
} from '../kafka/requests/api-versions.js';
import type { BrokerMetadata, MetadataResponse } from '../kafka/requests/metadata.js';
import { isInternalName } from '../manifest/topic-name.js';
import { askBrokers } from './ask-brokers.js';
import { type AskedController, type Controller, readController } from './read-controller.js';
import { type BrokerDisk, readDisks } from './read-disks.js';
import { metadataVersion, type Release, releaseOf } from './release.js';
import { type BrokerTally, noPartitions, tallyBrokers } from './tally.js';
import type { Unread } from './unread.js';

export interface InfoBroker extends BrokerMetadata, Pick<BrokerTally, 'leaders' | 'replicas'> {
  /** Undefined where it couldn't be read. */
  readonly disk: BrokerDisk | undefined;
  readonly release: Release | undefined;
}

export interface ClusterInfo {
  readonly metadata: MetadataResponse;
  /** Undefined where nobody tells. */
  readonly controller: Controller | undefined;
  /** By id. */
  readonly brokers: readonly InfoBroker[];
  /** Of any broker that says them. */
  readonly features: ClusterFeatures | undefined;
  readonly topics: { readonly all: number; readonly internal: number };
  readonly partitions: number;
  readonly replicas: number;
  readonly unread: readonly Unread[];
}

/**
 * What a cluster is: two rounds of requests, the second to each broker.
 * @param timeoutMs how long a person waits for an answer, if they said so
 */
export async function readInfo(client: KafkaClient, timeoutMs?: number): Promise<ClusterInfo> {
  const [metadata, asked] = await Promise.all([client.metadata(null), readController(client)]);
  const [disks, software] = await Promise.all([
    readDisks(client, metadata.brokers, null, timeoutMs),
    askBrokers(
      metadata.brokers,
      'version',
      async (broker) => ({ answer: await client.send(apiVersions, {}, { broker }) }),
      timeoutMs,
    ),
  ]);
  const { topics } = metadata;
  const features = [...software.answers.values()].find((one) => one.features !== undefined)?.features;
  const tallies = tallyBrokers(topics);
  const partitions = topics.flatMap((topic) => topic.partitions);
  return {
    metadata,
    controller: controllerOf(asked, metadata, features),
    brokers: metadata.brokers
      .map((broker) => infoBroker(broker, tallies, disks.answers, software.answers))
      .sort((one, other) => one.id - other.id),
    features,
    topics: {
      all: topics.length,
      internal: topics.filter(({ name, internal }) => internal || isInternalName(name)).length,
    },
    partitions: partitions.length,
    replicas: partitions.reduce((sum, { replicas }) => sum + replicas.length, 0),
    unread: [
      ...(typeof asked === 'object' && 'why' in asked ? [asked] : []),
      ...disks.unread,
      ...software.unread,
    ],
  };
}

function infoBroker(
  broker: BrokerMetadata,
  tallies: ReadonlyMap<number, BrokerTally>,
  disks: ReadonlyMap<number, BrokerDisk>,
  software: ReadonlyMap<number, ApiVersionsResponse>,
): InfoBroker {
  const { leaders, replicas } = tallies.get(broker.id) ?? noPartitions;
  const said = software.get(broker.id);
  const release = said === undefined ? undefined : releaseOf(said);
  return { ...broker, leaders, replicas, disk: disks.get(broker.id), release };
}

/** Metadata of a cluster with KRaft name a broker at random, which is no answer. */
function controllerOf(
  asked: AskedController,
  { controllerId }: MetadataResponse,
  features: ClusterFeatures | undefined,
): Controller | undefined {
  if (asked !== 'other') return 'why' in asked ? undefined : asked;
  if (features?.finalized.has(metadataVersion) === true) return undefined;
  return { id: controllerId < 0 ? undefined : controllerId, voters: undefined };
}
