import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { committedOffsets } from '../../kafka/committed-offsets.js';
import { endOffsets } from '../../kafka/end-offsets.js';
import { describeItemError } from '../../kafka/item-error.js';
import { findCoordinator } from '../../kafka/requests/find-coordinator.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import type { CommittedOffset } from '../../kafka/requests/offset-fetch.js';
import { describeAll } from '../describe-groups.js';
import { findGroups } from '../find-groups.js';
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
): Promise<ObservedReset> {
  const { metadata, groups } = await findGroups(client, [wish.group], null);
  const listed = groups.find(({ id }) => id === wish.group);
  const coordinator = listed?.coordinator ?? (await coordinatorOf(client, wish.group));
  const [[described], [answer]] = await Promise.all([
    describeAll(client, listed === undefined ? [] : [listed]),
    committedOffsets(client, [{ id: wish.group, coordinator }]),
  ]);
  const committed = new Map((answer?.offsets ?? []).map((one) => [keyOf(one), one]));
  const topics = new Map(metadata.topics.map((topic) => [topic.name, topic]));
  const { places, missing } = placesOf(wish, topics, [...committed.values()]);
  await readEnds(client, wish, topics, places, known);
  const problem = described?.problem ?? answer?.error;
  return {
    ...{ clusterId: metadata.clusterId, coordinator, missing },
    group: described === undefined ? undefined : { ...described, problem },
    partitions: places.map((place) => ({
      ...place,
      committed: committed.get(keyOf(place))?.offset,
      ends: known.get(keyOf(place)),
    })),
  };
}

async function coordinatorOf(client: KafkaClient, group: string): Promise<number> {
  const { broker, error } = await client.send(findCoordinator, { group });
  if (error !== undefined) throw new ExopsError(`FindCoordinator failed: ${describeItemError(error)}`);
  return broker;
}

/** What the wish is about: what it names, else all that is committed of topics that are there. */
function placesOf(
  { to, topics: chosen }: ResetWish,
  topics: ReadonlyMap<string, TopicMetadata>,
  committed: readonly Place[],
): { readonly places: readonly Place[]; readonly missing: ObservedReset['missing'] } {
  const wanted = wantedOf(to, chosen, topics, committed);
  const missing = new Map<string, string>();
  const places = wanted.filter(({ name, partition }) => {
    const topic = topics.get(name);
    if (topic === undefined) missing.set(name, 'no such topic, or no right to see it');
    else if (!topic.partitions.some(({ id }) => id === partition))
      missing.set(name, `it has no partition ${partition}`);
    else return true;
    return false;
  });
  const unseen = chosen.filter(({ name }) => !topics.has(name));
  for (const { name } of unseen) missing.set(name, 'no such topic, or no right to see it');
  return {
    missing: [...missing].map(([name, reason]) => ({ name, reason })),
    places: places
      .map(({ name, partition }) => ({ name, partition }))
      .sort((a, b) => (a.name === b.name ? a.partition - b.partition : a.name < b.name ? -1 : 1)),
  };
}

function wantedOf(
  to: ResetWish['to'],
  chosen: ResetWish['topics'],
  topics: ReadonlyMap<string, TopicMetadata>,
  committed: readonly Place[],
): readonly Place[] {
  if (to.kind === 'file')
    return to.offsets.filter(({ name }) => chosen.length === 0 || chosen.some((one) => one.name === name));
  // What is left of topics that are gone stays as it is.
  if (chosen.length === 0) return committed.filter(({ name }) => topics.has(name));
  return chosen.flatMap(({ name, partitions }) =>
    (partitions ?? topics.get(name)?.partitions.map(({ id }) => id) ?? []).map((partition) => ({
      ...{ name, partition },
    })),
  );
}

async function readEnds(
  client: KafkaClient,
  { to }: ResetWish,
  topics: ReadonlyMap<string, TopicMetadata>,
  places: readonly Place[],
  known: KnownEnds,
): Promise<void> {
  const led = places
    .filter((place) => !known.has(keyOf(place)))
    .flatMap((place) => {
      const leader =
        topics.get(place.name)?.partitions.find(({ id }) => id === place.partition)?.leader ?? -1;
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

export function keyOf({ name, partition }: Place): string {
  return `${name} ${partition}`;
}
