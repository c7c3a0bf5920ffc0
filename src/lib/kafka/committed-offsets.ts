import { chunk } from '../chunk.js';
import { AccessError, ExopsError } from '../errors.js';
import type { KafkaClient } from './client.js';
import { CoordinatorMovingError } from './errors.js';
import { isAccessError, isCoordinatorMoving } from './item-error.js';
import { type ListedGroup, listGroups } from './requests/list-groups.js';
import type { BrokerMetadata } from './requests/metadata.js';
import { firstWithManyGroups, type GroupOffsets, offsetFetch } from './requests/offset-fetch.js';

export interface LocatedGroup extends ListedGroup {
  /** The broker that answers for it: it is the one that lists it, so nobody needs to look for it. */
  readonly coordinator: number;
}

/**
 * Every group of the cluster; one round of requests.
 * @throws ExopsError when a broker doesn't say: half an answer would be a wrong one. A CoordinatorMovingError passes.
 */
export async function locateGroups(
  client: KafkaClient,
  brokers: readonly Pick<BrokerMetadata, 'id'>[],
): Promise<readonly LocatedGroup[]> {
  const lists = await Promise.all(
    brokers.map(async ({ id: coordinator }) => {
      const { groups, error } = await client.send(listGroups, {}, { broker: coordinator });
      if (error !== undefined) {
        const message = `ListGroups failed: ${error.name}`;
        if (isCoordinatorMoving(error)) throw new CoordinatorMovingError(message);
        throw isAccessError(error) ? new AccessError(message) : new ExopsError(message);
      }
      return groups.map((group) => ({ ...group, coordinator }));
    }),
  );
  return lists.flat();
}

/** Whether it commits offsets as consumers do; who only commits, without joining, has no protocol type. */
export function commitsOffsets({ protocolType }: Pick<ListedGroup, 'protocolType'>): boolean {
  return protocolTypes.has(protocolType);
}

const protocolTypes: ReadonlySet<string> = new Set(['consumer', 'streams', '']);

/** How many groups one request asks about: a coordinator reads them all before it answers. */
export const groupsPerRequest = 100;

/**
 * What these groups have committed, asked of their coordinators at once: one round of requests. A group that can't be read
 * has an error.
 */
export async function committedOffsets(
  client: KafkaClient,
  groups: readonly Pick<LocatedGroup, 'id' | 'coordinator'>[],
): Promise<readonly GroupOffsets[]> {
  const coordinators = [...new Set(groups.map(({ coordinator }) => coordinator))];
  const answers = await Promise.all(
    coordinators.map(async (broker) => {
      const ids = groups.filter(({ coordinator }) => coordinator === broker).map(({ id }) => id);
      const takesMany = ((await client.version(offsetFetch, broker)) ?? 0) >= firstWithManyGroups;
      const requests = chunk(ids, takesMany ? groupsPerRequest : 1).map(async (some) => {
        const [only = ''] = some;
        const committed = await client.send(offsetFetch, { groups: some }, { broker });
        return committed.map((answer) => ({ ...answer, group: answer.group || only }));
      });
      return (await Promise.all(requests)).flat();
    }),
  );
  return answers.flat();
}

/** The same, of groups that must all be readable. @throws ExopsError */
export async function allCommittedOffsets(
  client: KafkaClient,
  brokers: readonly Pick<BrokerMetadata, 'id'>[],
): Promise<readonly GroupOffsets[]> {
  const groups = (await locateGroups(client, brokers)).filter(commitsOffsets);
  const committed = await committedOffsets(client, groups);
  const unread = committed.find(({ error }) => error !== undefined);
  if (unread?.error !== undefined) throw new ExopsError(`OffsetFetch failed: ${unread.error.name}`);
  return committed;
}
