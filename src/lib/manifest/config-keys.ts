import type { UnitKind } from './quantity.js';

/** What a setting's value may be. */
export type ConfigType =
  | {
      readonly is: 'whole';
      readonly unit?: UnitKind;
      readonly min: bigint;
      readonly max: bigint;
    }
  | { readonly is: 'fraction' }
  | { readonly is: 'boolean' }
  | { readonly is: 'choice'; readonly values: readonly string[] }
  /** Several of these values, whose order means nothing. */
  | { readonly is: 'set'; readonly values: readonly string[] }
  | { readonly is: 'text' };

const largestInt = 2n ** 31n - 1n;
const largestLong = 2n ** 63n - 1n;

const int = (min: bigint): ConfigType => ({ is: 'whole', min, max: largestInt });
const long = (min: bigint): ConfigType => ({ is: 'whole', min, max: largestLong });
const milliseconds = (min: bigint): ConfigType => ({ is: 'whole', unit: 'ms', min, max: largestLong });
const bytes = (min: bigint, max = largestLong): ConfigType => ({ is: 'whole', unit: 'bytes', min, max });
const truth: ConfigType = { is: 'boolean' };

/**
 * The topic settings of Apache Kafka 3 and 4 with the loosest bounds that any of these versions has; what a given
 * broker refuses beyond that it says itself.
 * @see https://kafka.apache.org/41/generated/topic_config.html
 */
const knownKeys: ReadonlyMap<string, ConfigType> = new Map(
  Object.entries({
    'cleanup.policy': { is: 'set', values: ['compact', 'delete'] },
    'compression.gzip.level': int(-1n),
    'compression.lz4.level': int(1n),
    'compression.type': {
      is: 'choice',
      values: ['uncompressed', 'zstd', 'lz4', 'snappy', 'gzip', 'producer'],
    },
    'compression.zstd.level': int(-largestInt),
    'delete.retention.ms': milliseconds(0n),
    'file.delete.delay.ms': milliseconds(0n),
    'flush.messages': long(1n),
    'flush.ms': milliseconds(0n),
    'follower.replication.throttled.replicas': { is: 'text' },
    'index.interval.bytes': bytes(0n, largestInt),
    'leader.replication.throttled.replicas': { is: 'text' },
    'local.retention.bytes': bytes(-2n),
    'local.retention.ms': milliseconds(-2n),
    'max.compaction.lag.ms': milliseconds(1n),
    'max.message.bytes': bytes(0n, largestInt),
    'message.downconversion.enable': truth,
    'message.format.version': { is: 'text' },
    'message.timestamp.after.max.ms': milliseconds(0n),
    'message.timestamp.before.max.ms': milliseconds(0n),
    'message.timestamp.difference.max.ms': milliseconds(0n),
    'message.timestamp.type': { is: 'choice', values: ['CreateTime', 'LogAppendTime'] },
    'min.cleanable.dirty.ratio': { is: 'fraction' },
    'min.compaction.lag.ms': milliseconds(0n),
    'min.insync.replicas': int(1n),
    preallocate: truth,
    'remote.log.copy.disable': truth,
    'remote.log.delete.on.disable': truth,
    'remote.storage.enable': truth,
    'retention.ms': milliseconds(-1n),
    'retention.bytes': bytes(-1n),
    'segment.bytes': bytes(14n, largestInt),
    'segment.index.bytes': bytes(4n, largestInt),
    'segment.jitter.ms': milliseconds(0n),
    'segment.ms': milliseconds(1n),
    'unclean.leader.election.enable': truth,
  } satisfies Record<string, ConfigType>),
);

export const knownConfigKeys: readonly string[] = [...knownKeys.keys()];

/** Undefined for a setting that Apache Kafka doesn't have; another system may. */
export function configTypeOf(key: string): ConfigType | undefined {
  return knownKeys.get(key);
}
