import type { KafkaClient } from '../kafka/client.js';
import { type DescribeLogDirsResponse, describeLogDirs } from '../kafka/requests/describe-log-dirs.js';
import type { BrokerMetadata, TopicMetadata } from '../kafka/requests/metadata.js';
import { askBrokers, type BrokerAnswers } from './ask-brokers.js';
import { missingRight, reasonOfRefusal } from './unread.js';

export interface BrokerDisk {
  /** Of the replicas that were asked for. */
  readonly bytes: bigint;
  /** How many replicas that is. */
  readonly replicas: number;
  /** One for each log directory; bytes where the broker tells them (Kafka 3.3). */
  readonly volumes: DescribeLogDirsResponse['volumes'];
  /** Log directories that are out of use, as a broken disk is. */
  readonly failedDirectories: number;
}

const right = 'Describe on the cluster';
const brokenDirectory = 'KAFKA_STORAGE_ERROR';

/**
 * What the replicas of topics take on each broker: one request a broker.
 * @param topics null stands for all
 * @param timeoutMs how long a person waits for an answer, if they said so
 */
export function readDisks(
  client: KafkaClient,
  brokers: readonly BrokerMetadata[],
  topics: readonly TopicMetadata[] | null,
  timeoutMs?: number,
): Promise<BrokerAnswers<BrokerDisk>> {
  const asked =
    topics?.map(({ name, partitions }) => ({ name, partitions: partitions.map(({ id }) => id) })) ?? null;
  const ask = async (broker: number) =>
    saidOf(await client.send(describeLogDirs, { topics: asked }, { broker }));
  return askBrokers(brokers, 'disk', ask, timeoutMs);
}

function saidOf({ errors, replicas, volumes }: DescribeLogDirsResponse) {
  const refusal = errors.find(({ name }) => name !== brokenDirectory);
  if (refusal !== undefined) return reasonOfRefusal(refusal, right);
  if (errors.length + volumes.length === 0) return missingRight(right);
  const bytes = replicas.reduce((sum, one) => sum + one.bytes, 0n);
  return { answer: { bytes, replicas: replicas.length, volumes, failedDirectories: errors.length } };
}

/** How full the fullest volume is, from 0 to 1; undefined where the broker doesn't say. */
export function fullness({ volumes }: BrokerDisk): number | undefined {
  const parts = volumes.flatMap(({ totalBytes, usableBytes }) =>
    totalBytes === undefined || usableBytes === undefined || totalBytes <= 0n
      ? []
      : [1 - Number(usableBytes) / Number(totalBytes)],
  );
  return parts.length === 0 ? undefined : Math.min(1, Math.max(0, ...parts));
}

/** Bytes as documents have them; a program's number is exact up to 9 PB. */
export function diskDocument(disk: BrokerDisk | undefined) {
  const bytes = (value: bigint | undefined) => (value === undefined ? null : Number(value));
  return {
    bytes: bytes(disk?.bytes),
    volumes:
      disk?.volumes.map(({ totalBytes, usableBytes }) => ({
        totalBytes: bytes(totalBytes),
        usableBytes: bytes(usableBytes),
      })) ?? [],
    failedDirectories: disk?.failedDirectories ?? null,
  };
}
