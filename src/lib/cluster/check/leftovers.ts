import type { Clock } from '../../../context.js';
import { ExopsError, messageOf } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { committedOffsets, type LocatedGroup, locateGroups } from '../../kafka/committed-offsets.js';
import { describeItemError } from '../../kafka/item-error.js';
import { deleteGroups } from '../../kafka/requests/delete-groups.js';
import { describeConfigs } from '../../kafka/requests/describe-configs.js';
import { describeGroups } from '../../kafka/requests/describe-groups.js';
import type { MetadataResponse } from '../../kafka/requests/metadata.js';
import { beginOfCheck, checkOfGroup } from './check-name.js';
import {
  type SeenGroup,
  type SeenGroups,
  type SeenTopic,
  whyKeepGroup,
  whyKeepTopic,
} from './judge-leftover.js';
import { deleteTopic, stillShows } from './temporary-topic.js';

/** What a check that was killed may have left. */
export type Leftover = (SeenTopic | SeenGroup) & {
  /** Why it isn't touched; undefined for what can go. */
  readonly keptFor: string | undefined;
};

/** How the removal of one ended. */
export interface LeftoverEnd {
  readonly kind: 'topic' | 'group';
  readonly name: string;
  readonly state: 'removed' | 'kept' | 'failed';
  /** For everything but `removed`; words from outside, not yet printable. */
  readonly why: string | undefined;
}

/** A broker that doesn't tell its groups in this time is one of which nothing is known. */
const groupsMs = 5_000;

/** Looks for what earlier checks have left, and changes nothing. @param except a topic that is used now */
export async function findLeftovers(
  client: KafkaClient,
  { brokers, topics }: MetadataResponse,
  clock: Clock,
  except: string | undefined,
): Promise<readonly Leftover[]> {
  const candidates = topics.filter(
    ({ name, error }) => error === undefined && name !== except && beginOfCheck(name) !== undefined,
  );
  const [seenTopics, seenGroups] = await Promise.all([
    seeTopics(
      client,
      candidates.map(({ name, partitions }) => ({ name, partitions: partitions.length })),
    ),
    seeGroups(
      client,
      brokers.map(({ id }) => id),
      clock,
    ),
  ]);
  const now = clock.now();
  return [
    ...seenGroups.groups.map((group) => ({ ...group, keptFor: whyKeepGroup(group, now) })),
    ...seenTopics.map((topic) => ({ ...topic, keptFor: whyKeepTopic(topic, seenGroups, now) })),
  ];
}

async function seeTopics(
  client: KafkaClient,
  topics: readonly Pick<SeenTopic, 'name' | 'partitions'>[],
): Promise<readonly SeenTopic[]> {
  if (topics.length === 0) return [];
  const resources = topics.map(({ name }) => ({ type: 'topic' as const, name }));
  const described = await client.send(describeConfigs, { resources, keys: null }).catch(nothingKnown);
  return topics.map((topic): SeenTopic => {
    const own = described?.find(({ name, error }) => name === topic.name && error === undefined);
    const set = own?.entries.filter(({ source }) => source === 'topic');
    return {
      ...{ kind: 'topic', ...topic },
      settings: set === undefined ? undefined : new Map(set.map(({ name, value }) => [name, value])),
    };
  });
}

async function seeGroups(client: KafkaClient, brokers: readonly number[], clock: Clock): Promise<SeenGroups> {
  const answered = new AbortController();
  const late = clock.sleep(groupsMs, answered.signal).then(
    () => undefined,
    () => undefined,
  );
  const lists = await Promise.all(
    brokers.map((id) => Promise.race([locateGroups(client, [{ id }]).catch(nothingKnown), late])),
  );
  answered.abort();
  const located = lists.flatMap((groups) => groups ?? []);
  const ofChecks = located.flatMap((group) => {
    const check = checkOfGroup(group.id);
    return check === undefined ? [] : [{ ...group, check }];
  });
  const offsets = await seeOffsets(client, ofChecks);
  return {
    areAll: lists.every((groups) => groups !== undefined),
    groups: ofChecks.map(({ id, check, coordinator, state }): SeenGroup => {
      return { kind: 'group', name: id, check, coordinator, state, hasOffsets: offsets.get(id) };
    }),
  };
}

/** By group, those whose offsets can be read. */
async function seeOffsets(
  client: KafkaClient,
  groups: readonly LocatedGroup[],
): Promise<ReadonlyMap<string, boolean>> {
  if (groups.length === 0) return new Map();
  const committed = (await committedOffsets(client, groups).catch(nothingKnown)) ?? [];
  const read = committed.filter(({ error }) => error === undefined);
  return new Map(read.map(({ group, offsets }) => [group, offsets.length > 0]));
}

/** What a broker doesn't tell keeps things where they are; a mistake of ours is one. */
function nothingKnown(error: unknown): undefined {
  if (!(error instanceof ExopsError)) throw error;
}

/**
 * Removes what can go, groups before the topics by which they are found. Each is judged again: a person may have been asked since.
 * @param agreed what was found then; what has come since is left alone
 * @param except a topic that is used now
 * @throws the signal's reason between two of them
 */
export async function removeLeftovers(
  { client, clock, signal }: { client: KafkaClient; clock: Clock; signal: AbortSignal },
  agreed: readonly Leftover[],
  except: string | undefined,
): Promise<readonly LeftoverEnd[]> {
  const canGo = agreed.some(({ keptFor }) => keptFor === undefined);
  const found = canGo ? await findLeftovers(client, await client.metadata(null), clock, except) : [];
  const ends: LeftoverEnd[] = [];
  for (const { kind, name, keptFor } of agreed) {
    const again = found.find((one) => one.kind === kind && one.name === name);
    const why = keptFor ?? again?.keptFor;
    if (why !== undefined) ends.push({ kind, name, state: 'kept', why });
    else if (again !== undefined) {
      signal.throwIfAborted();
      ends.push(await remove(client, clock, again));
    }
  }
  return ends;
}

async function remove(client: KafkaClient, clock: Clock, leftover: Leftover): Promise<LeftoverEnd> {
  const { kind, name } = leftover;
  const why =
    leftover.kind === 'topic'
      ? await deleteTopic(client, clock, name)
      : await deleteGroup(client, name, leftover.coordinator);
  return { kind, name, state: why === undefined ? 'removed' : 'failed', why };
}

/** Deletes it and looks whether it is gone. @returns why it is still there; undefined when it isn't */
export async function deleteGroup(
  client: KafkaClient,
  name: string,
  coordinator: number,
): Promise<string | undefined> {
  try {
    const [deleted] = await client.send(deleteGroups, { groups: [name] }, { broker: coordinator });
    if (deleted?.error !== undefined)
      return deleted.error.name === noGroup ? undefined : describeItemError(deleted.error);
    const [seen] = await client.send(describeGroups, { groups: [name] }, { broker: coordinator });
    return seen?.state === 'Dead' || seen?.error?.name === noGroup ? undefined : stillShows;
  } catch (error) {
    return messageOf(error);
  }
}

const noGroup = 'GROUP_ID_NOT_FOUND';
