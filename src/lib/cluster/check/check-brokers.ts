import type { LedPartition } from '../../kafka/end-offsets.js';
import type { MetadataResponse } from '../../kafka/requests/metadata.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import { countOf } from '../../terminal/plural.js';
import { tallyBrokers } from '../tally.js';
import { type CheckDeps, tried } from './check-deps.js';
import type { CheckRecords } from './check-records.js';
import type { BrokerPart } from './model.js';
import { timeBroker } from './time-broker.js';

export interface BrokersDone {
  readonly brokers: readonly BrokerPart[];
  /** Numbers of the records that brokers acknowledged, in partitions of brokers that are all right. */
  readonly acknowledged: readonly number[];
}

export interface Trips {
  readonly records: CheckRecords;
  /** For each broker. */
  readonly count: number;
  /** How long one may take; milliseconds. */
  readonly tripMs: number;
  /** Of the whole check. */
  readonly limit: AbortSignal;
}

/** Round trips with every broker, with several at once; one that fails doesn't keep the others from theirs. */
export async function checkBrokers(
  deps: CheckDeps,
  brokers: readonly number[],
  places: readonly LedPartition[],
  trips: Trips,
): Promise<BrokersDone> {
  let done = 0;
  const all = trips.count * brokers.filter((id) => places.some(({ leader }) => leader === id)).length;
  const parts = await mapAtMost(usuallyAtOnce, brokers, deps.signal, async (id) => {
    const place = places.find(({ leader }) => leader === id);
    if (place === undefined) return { part: noPlace(id), acknowledged: [] };
    const own = { tripsMs: [], acknowledged: [] };
    const result = await tried(deps, place.name, () =>
      timeBroker({ ...deps, signal: trips.limit }, place, trips, own, () => {
        done += 1;
        deps.update(`round trips: ${done} of ${all}`);
      }),
    );
    const why = 'why' in result ? result.why : undefined;
    const part: BrokerPart = { id, state: why === undefined ? 'ok' : 'failed', why, tripsMs: own.tripsMs };
    return { part, acknowledged: why === undefined ? own.acknowledged : [] };
  });
  return {
    brokers: parts.map(({ part }) => part),
    acknowledged: parts.flatMap(({ acknowledged }) => acknowledged),
  };
}

function noPlace(id: number): BrokerPart {
  return { id, state: 'skipped', why: 'leads no partition of the topic', tripsMs: [] };
}

/** Pure: brokers that should have replicas, and that the cluster doesn't list. */
export function goneBrokers({ brokers, topics }: MetadataResponse): readonly BrokerPart[] {
  const listed = new Set(brokers.map(({ id }) => id));
  return [...tallyBrokers(topics)]
    .filter(([id]) => !listed.has(id))
    .sort(([one], [other]) => one - other)
    .map(([id, { replicas }]) => ({
      ...{ id, state: 'gone', tripsMs: [] },
      why: `gone: ${countOf(replicas, 'replica')} should be on it`,
    }));
}
