import { AccessError, ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { committedOffsets } from '../../kafka/committed-offsets.js';
import { endOffsets } from '../../kafka/end-offsets.js';
import { CoordinatorMovingError } from '../../kafka/errors.js';
import { describeItemError, isAccessError, isCoordinatorMoving } from '../../kafka/item-error.js';
import { findCoordinator } from '../../kafka/requests/find-coordinator.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { PartitionMetadata } from '../../kafka/requests/metadata.js';
import type { CommittedOffset } from '../../kafka/requests/offset-fetch.js';
import { noSuchTopic } from '../../topics/no-such-topic.js';
import { describeAll } from '../describe-groups.js';
import { findGroups } from '../find-groups.js';
import { type Patience, whileCoordinatorsMove } from '../moving-coordinator.js';
import { byPlace, keyOf } from '../partition-key.js';
import type { ObservedReset, ResetPartition, ResetWish } from './model.js';

type Place = Pick<CommittedOffset, 'name' | 'partition'>;
type Ends = NonNullable<ResetPartition['ends']>;

/** Ends of partitions by `keyOf`. They are read once: more records while a person thinks change no plan. */
export type KnownEnds = Map<string, Ends>;

/** The group with what it has committed and where the partitions begin and end. @throws ExopsError */
export async function observeReset(
  client: KafkaClient,
  wish: ResetWish,
  known: KnownEnds,
  patience: Patience,
): Promise<ObservedReset> {
  const { metadata, coordinator, described, answer, meant } = await whileCoordinatorsMove(
    patience,
    () => readGroup(client, wish.group),
    (read) => [read.described?.problem, read.answer?.error],
  );
  const committed = new Map((answer?.offsets ?? []).map((one) => [keyOf(one), one]));
  const topics = new Map(metadata.topics.map(({ name, partitions }) => [name, leadersOf(partitions)]));
  const { places, missing } = placesOf(wish, topics, [...committed.values()]);
  await readEnds(client, wish, topics, places, known);
  const problem = described?.problem ?? answer?.error;
  return {
    ...{ clusterId: metadata.clusterId, coordinator, missing, problem, meant },
    group: described === undefined ? undefined : { ...described, problem },
    partitions: places.map((place) => ({
      ...place,
      committed: committed.get(keyOf(place))?.offset,
      ends: known.get(keyOf(place)),
    })),
  };
}

async function readGroup(client: KafkaClient, group: string) {
  const { metadata, groups, unknown } = await findGroups(client, [group], null);
  const listed = groups.find(({ id }) => id === group);
  const coordinator = listed?.coordinator ?? (await coordinatorOf(client, group));
  const [[described], [answer]] = await Promise.all([
    describeAll(client, listed === undefined ? [] : [listed]),
    committedOffsets(client, [{ id: group, coordinator }]),
  ]);
  return { metadata, coordinator, described, answer, meant: unknown[0]?.meant };
}

/** The broker that answers for a group, also for one that isn't there yet. @throws ExopsError */
export async function coordinatorOf(client: KafkaClient, group: string): Promise<number> {
  const { broker, error } = await client.send(findCoordinator, { group });
  if (error === undefined) return broker;
  const message = `FindCoordinator failed: ${describeItemError(error)}`;
  if (isCoordinatorMoving(error)) throw new CoordinatorMovingError(message);
  throw isAccessError(error) ? new AccessError(message) : new ExopsError(message);
}

/** The leaders of a topic's partitions by number; -1 for none. */
type Leaders = ReadonlyMap<number, number>;
type LeadersByTopic = ReadonlyMap<string, Leaders>;

function leadersOf(partitions: readonly PartitionMetadata[]): Leaders {
  return new Map(partitions.map(({ id, leader }) => [id, leader]));
}

/** What the wish is about: what it names, else all that is committed of topics that are there. */
function placesOf(
  { to, topics: chosen }: ResetWish,
  topics: LeadersByTopic,
  committed: readonly Place[],
): { readonly places: readonly Place[]; readonly missing: ObservedReset['missing'] } {
  const wanted = wantedOf(to, chosen, topics, committed);
  const missing = new Map<string, string>();
  const places = wanted.filter(({ name, partition }) => {
    const topic = topics.get(name);
    if (topic === undefined) missing.set(name, noSuchTopic(name, topics.keys()));
    else if (!topic.has(partition)) missing.set(name, `it has no partition ${partition}`);
    else return true;
    return false;
  });
  const unseen = chosen.filter(({ name }) => !topics.has(name));
  for (const { name } of unseen) missing.set(name, noSuchTopic(name, topics.keys()));
  return {
    missing: [...missing].map(([name, reason]) => ({ name, reason })),
    places: places.map(({ name, partition }) => ({ name, partition })).sort(byPlace),
  };
}

function wantedOf(
  to: ResetWish['to'],
  chosen: ResetWish['topics'],
  topics: LeadersByTopic,
  committed: readonly Place[],
): readonly Place[] {
  if (to.kind === 'file') {
    const names = new Set(chosen.map(({ name }) => name));
    return to.offsets.filter(({ name }) => names.size === 0 || names.has(name));
  }
  // What is left of topics that are gone stays as it is.
  if (chosen.length === 0) return committed.filter(({ name }) => topics.has(name));
  return chosen.flatMap(({ name, partitions }) =>
    (partitions ?? [...(topics.get(name)?.keys() ?? [])]).map((partition) => ({ name, partition })),
  );
}

async function readEnds(
  client: KafkaClient,
  { to }: ResetWish,
  topics: LeadersByTopic,
  places: readonly Place[],
  known: KnownEnds,
): Promise<void> {
  const led = places
    .filter((place) => !known.has(keyOf(place)))
    .flatMap((place) => {
      const leader = topics.get(place.name)?.get(place.partition) ?? -1;
      return leader < 0 ? [] : [{ ...place, leader }];
    });
  const [starts, ends, times] = await Promise.all([
    endOffsets(client, led, offsetOf.earliest),
    endOffsets(client, led),
    to.kind === 'time' ? endOffsets(client, led, to.at) : [],
  ]);
  const offsets = (answers: typeof ends) =>
    new Map(answers.flatMap((one) => (one.error === undefined ? [[keyOf(one), one.offset] as const] : [])));
  const [startOf, endOf, timeOf] = [offsets(starts), offsets(ends), offsets(times)];
  for (const key of led.map(keyOf)) {
    const [start, end, time] = [startOf.get(key), endOf.get(key), timeOf.get(key)];
    const isMissing = start === undefined || end === undefined || (to.kind === 'time' && time === undefined);
    // Nothing was written at that time or later: -1.
    if (!isMissing) known.set(key, { start, end, atTime: time === -1n ? undefined : time });
  }
}
