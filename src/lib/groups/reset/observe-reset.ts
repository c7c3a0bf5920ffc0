import type { KafkaClient } from '../../kafka/client.js';
import { committedOffsets } from '../../kafka/committed-offsets.js';
import { endOffsets } from '../../kafka/end-offsets.js';
import { offsetOf, type PartitionOffset } from '../../kafka/requests/list-offsets.js';
import type { PartitionMetadata } from '../../kafka/requests/metadata.js';
import type { CommittedOffset } from '../../kafka/requests/offset-fetch.js';
import { noSuchTopic } from '../../topics/no-such-topic.js';
import { describeAll } from '../describe-groups.js';
import { findGroups } from '../find-groups.js';
import { type Patience, whileCoordinatorsMove } from '../moving-coordinator.js';
import { byPlace, keyOf } from '../partition-key.js';
import { answerFor, coordinatorOf } from './committed-now.js';
import type { ObservedReset, ResetPartition, ResetWish } from './model.js';

type Place = Pick<CommittedOffset, 'name' | 'partition'>;
type Ends = NonNullable<ResetPartition['ends']>;

/**
 * Ends of partitions, and offsets of the wished time, by `keyOf`. They are read once: more records while a person thinks
 * change no plan. Where partitions begin is read each time: an offset that is gone by then is not to be committed.
 */
export type KnownEnds = Map<string, Omit<Ends, 'start'>>;

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
    (read) => [read.described?.problem, read.answer.error],
  );
  const committed = new Map(answer.offsets.map((one) => [keyOf(one), one]));
  const topics = new Map(metadata.topics.map(({ name, partitions }) => [name, leadersOf(partitions)]));
  const { places, missing } = placesOf(wish, topics, [...committed.values()]);
  const ends = await readEnds(client, wish, topics, places, known);
  const problem = described?.problem ?? answer.error;
  return {
    ...{ clusterId: metadata.clusterId, coordinator, missing, problem, meant },
    group: described === undefined ? undefined : { ...described, problem },
    partitions: places.map((place) => ({
      ...place,
      committed: committed.get(keyOf(place))?.offset,
      ends: ends.get(keyOf(place)),
    })),
  };
}

async function readGroup(client: KafkaClient, group: string) {
  const { metadata, groups, unknown } = await findGroups(client, [group], null);
  const listed = groups.find(({ id }) => id === group);
  const coordinator = listed?.coordinator ?? (await coordinatorOf(client, group));
  const [[described], answers] = await Promise.all([
    describeAll(client, listed === undefined ? [] : [listed]),
    committedOffsets(client, [{ id: group, coordinator }]),
  ]);
  const answer = answerFor(group, answers);
  return { metadata, coordinator, described, answer, meant: unknown[0]?.meant };
}

/** The leaders of a topic's partitions by number; -1 for none. */
type Leaders = ReadonlyMap<number, number>;
type LeadersByTopic = ReadonlyMap<string, Leaders>;

function leadersOf(partitions: readonly PartitionMetadata[]): Leaders {
  return new Map(partitions.map(({ id, leader }) => [id, leader]));
}

/** What the wish is about, each partition once: what it names, else all that is committed of topics that are there. */
function placesOf(
  { to, topics: chosen }: ResetWish,
  topics: LeadersByTopic,
  committed: readonly Place[],
): { readonly places: readonly Place[]; readonly missing: ObservedReset['missing'] } {
  const wanted = wantedOf(to, chosen, topics, committed);
  const named = new Set(wanted.map(({ name }) => name));
  const unnamed = to.kind === 'file' ? chosen.filter(({ name }) => !named.has(name)) : [];
  const missing = new Map(unnamed.map(({ name }) => [name, 'the file does not name it']));
  const places = wanted.filter(({ name, partition }) => {
    if (topics.get(name)?.has(partition) === true) return true;
    missing.set(name, `it has no partition ${partition}`);
    return false;
  });
  const unseen = [...wanted, ...chosen].filter(({ name }) => !topics.has(name));
  for (const { name } of unseen) missing.set(name, noSuchTopic(name, topics.keys()));
  const unique = new Map(
    places.map(({ name, partition }) => [keyOf({ name, partition }), { name, partition }]),
  );
  return {
    missing: [...missing].map(([name, reason]) => ({ name, reason })),
    places: [...unique.values()].sort(byPlace),
  };
}

/** Partitions that are named are wanted even where the file doesn't have them, so that this is said of them. */
function wantedOf(
  to: ResetWish['to'],
  chosen: ResetWish['topics'],
  topics: LeadersByTopic,
  committed: readonly Place[],
): readonly Place[] {
  // What is left of topics that are gone stays as it is.
  if (chosen.length === 0)
    return to.kind === 'file' ? to.offsets : committed.filter(({ name }) => topics.has(name));
  const allOf = (topic: string): readonly number[] =>
    to.kind === 'file'
      ? to.offsets.filter(({ name }) => name === topic).map(({ partition }) => partition)
      : [...(topics.get(topic)?.keys() ?? [])];
  return chosen.flatMap(({ name, partitions }) =>
    (partitions ?? allOf(name)).map((partition) => ({ name, partition })),
  );
}

/** By `keyOf`; without those whose leaders don't say all of it. */
async function readEnds(
  client: KafkaClient,
  { to }: ResetWish,
  topics: LeadersByTopic,
  places: readonly Place[],
  known: KnownEnds,
): Promise<ReadonlyMap<string, Ends>> {
  const led = places.flatMap((place) => {
    const leader = topics.get(place.name)?.get(place.partition) ?? -1;
    return leader < 0 ? [] : [{ ...place, leader }];
  });
  const unknown = led.filter((place) => !known.has(keyOf(place)));
  const [starts, ends, times] = await Promise.all([
    endOffsets(client, led, offsetOf.earliest),
    endOffsets(client, unknown),
    to.kind === 'time' ? endOffsets(client, unknown, to.at) : [],
  ]);
  const [startOf, endOf, timeOf] = [offsetsByPlace(starts), offsetsByPlace(ends), offsetsByPlace(times)];
  for (const key of unknown.map(keyOf)) {
    const [end, time] = [endOf.get(key), timeOf.get(key)];
    const isMissing = end === undefined || (to.kind === 'time' && time === undefined);
    // Nothing was written at that time or later: -1.
    if (!isMissing) known.set(key, { end, atTime: time === -1n ? undefined : time });
  }
  return new Map(
    led.map(keyOf).flatMap((key) => {
      const [start, rest] = [startOf.get(key), known.get(key)];
      return start === undefined || rest === undefined ? [] : [[key, { start, ...rest }] as const];
    }),
  );
}

function offsetsByPlace(answers: readonly PartitionOffset[]): ReadonlyMap<string, bigint> {
  return new Map(
    answers.flatMap((one) => (one.error === undefined ? [[keyOf(one), one.offset] as const] : [])),
  );
}
