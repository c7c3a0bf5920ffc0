import type { BrokerMetadata } from '../kafka/requests/metadata.js';
import type { BrokerDisk } from './read-disks.js';

/**
 * Why a cluster shows no topic; no request says so itself.
 * - `empty`: no broker has a replica
 * - `hidden`: brokers have some, of topics that this login may not see
 * - `unclear`: brokers don't say, or only some topics were asked for
 */
export type Nothing = 'empty' | 'hidden' | 'unclear';

/** What disks are worth here: brokers list replicas to who may Describe the cluster, whatever topics that login may see. */
export function nothingOf(
  patterns: readonly string[],
  brokers: readonly Pick<BrokerMetadata, 'id'>[],
  disks: ReadonlyMap<number, Pick<BrokerDisk, 'replicas'>>,
): Nothing {
  if (patterns.length > 0) return 'unclear';
  if ([...disks.values()].some(({ replicas }) => replicas > 0)) return 'hidden';
  return brokers.every(({ id }) => disks.has(id)) ? 'empty' : 'unclear';
}
