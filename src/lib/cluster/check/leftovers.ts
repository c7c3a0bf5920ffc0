import type { Clock } from '../../../context.js';
import { ExopsError, messageOf } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { committedOffsets, type LocatedGroup, locateGroups } from '../../kafka/committed-offsets.js';
import { describeItemError } from '../../kafka/item-error.js';
import { deleteGroups } from '../../kafka/requests/delete-groups.js';
import { describeConfigs } from '../../kafka/requests/describe-configs.js';
import type { MetadataResponse } from '../../kafka/requests/metadata.js';
import { beginOfCheck, checkOfGroup } from './check-name.js';
import {
  type SeenGroup,
  type SeenGroups,
  type SeenTopic,
  whyKeepGroup,
  whyKeepTopic,
} from './judge-leftover.js';
import { deleteTopic } from './temporary-topic.js';

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

/** Removes what can go, groups before the topics by which they are found. */
export async function removeLeftovers(
  client: KafkaClient,
  leftovers: readonly Leftover[],
): Promise<readonly LeftoverEnd[]> {
  const ends: LeftoverEnd[] = [];
  for (const leftover of leftovers) {
    const { kind, name, keptFor } = leftover;
    if (keptFor !== undefined) ends.push({ kind, name, state: 'kept', why: keptFor });
    else {
      const why =
        leftover.kind === 'topic'
          ? await deleteTopic(client, name)
          : await deleteGroup(client, name, leftover.coordinator);
      ends.push({ kind, name, state: why === undefined ? 'removed' : 'failed', why });
    }
  }
  return ends;
}

/** Why it is still there; undefined when it isn't. */
export async function deleteGroup(
  client: KafkaClient,
  name: string,
  coordinator: number,
): Promise<string | undefined> {
  try {
    const [deleted] = await client.send(deleteGroups, { groups: [name] }, { broker: coordinator });
    const isGone = deleted?.error === undefined || deleted.error.name === 'GROUP_ID_NOT_FOUND';
    return isGone ? undefined : describeItemError(deleted.error);
  } catch (error) {
    return messageOf(error);
  }
}
