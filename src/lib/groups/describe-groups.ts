import { chunk } from '../chunk.js';
import type { KafkaClient } from '../kafka/client.js';
import { groupsPerRequest } from '../kafka/committed-offsets.js';
import { assignedPartitions, subscribedTopics } from '../kafka/consumer-protocol.js';
import { UnsupportedByClusterError } from '../kafka/errors.js';
import { consumerGroupDescribe } from '../kafka/requests/consumer-group-describe.js';
import type {
  AssignedTopic,
  CoordinatedGroupAnswer,
  CoordinatedMember,
} from '../kafka/requests/coordinated-group.js';
import { type ClassicGroup, type ClassicMember, describeGroups } from '../kafka/requests/describe-groups.js';
import { shareGroupDescribe } from '../kafka/requests/share-group-describe.js';
import type { DescribedGroup, Group, GroupMember } from './model.js';

/** What a coordinator adds to what is known of a group. */
type Description = Pick<DescribedGroup, 'members' | 'epoch' | 'assignor' | 'problem'> & {
  readonly group: string;
  readonly state: string;
};

/**
 * The groups with their members, each asked in the words of its type: one round of requests. What no request of ours asks
 * for, as with Kafka Streams, has no members that are known.
 */
export async function describeAll(
  client: KafkaClient,
  groups: readonly Group[],
): Promise<readonly DescribedGroup[]> {
  const coordinators = [...new Set(groups.map(({ coordinator }) => coordinator))];
  const answers = await Promise.all(
    coordinators.flatMap((broker) => {
      const own = groups.filter(({ coordinator }) => coordinator === broker);
      const of = (type: Group['type']) =>
        chunk(
          own.filter((group) => group.type === type).map(({ id }) => id),
          groupsPerRequest,
        );
      return [
        ...of('classic').map(async (some) =>
          (await client.send(describeGroups, { groups: some }, { broker })).map(classic),
        ),
        ...of('consumer').map(async (some) =>
          (await client.send(consumerGroupDescribe, { groups: some }, { broker })).map(coordinated),
        ),
        ...of('share').map((some) => orUnsupported(sharing(client, some, broker))),
      ];
    }),
  );
  const descriptions = new Map(answers.flat().map((description) => [description.group, description]));
  return groups.map((group) => joined(group, descriptions.get(group.id)));
}

/** Kafka may have share groups, and no request about them that it holds for final. */
async function orUnsupported(asking: Promise<readonly Description[]>): Promise<readonly Description[]> {
  return asking.catch((error: unknown) => {
    if (error instanceof UnsupportedByClusterError) return [];
    throw error;
  });
}

async function sharing(
  client: KafkaClient,
  groups: readonly string[],
  broker: number,
): Promise<readonly Description[]> {
  return (await client.send(shareGroupDescribe, { groups }, { broker })).map(coordinated);
}

function joined(group: Group, description: Description | undefined): DescribedGroup {
  if (description === undefined || description.problem !== undefined)
    return {
      ...group,
      ...{ members: undefined, epoch: undefined, assignor: '', problem: description?.problem },
    };
  const { members, epoch, assignor, problem, state } = description;
  // The coordinator's own word is later than that of the list.
  return { ...group, state: state || group.state, members, epoch, assignor, problem };
}

function classic({ group, error, state, protocolType, protocol, members }: ClassicGroup): Description {
  const isOfConsumers = protocolType === 'consumer';
  return {
    ...{ group, state, problem: error, epoch: undefined, assignor: protocol },
    members: members.map((member) => classicMember(member, isOfConsumers)),
  };
}

function classicMember(member: ClassicMember, isConsumer: boolean): GroupMember {
  const { id, instance, client, host } = member;
  return {
    ...{ id, instance, client, host: bare(host), epoch: undefined, subscribedPattern: null },
    subscribed: isConsumer ? subscribedTopics(member.metadata) : undefined,
    assigned: isConsumer ? assignedPartitions(member.assignment) : undefined,
    target: undefined,
  };
}

function coordinated(answer: CoordinatedGroupAnswer): Description {
  const { group, error, state, epoch, assignor, members } = answer;
  return { group, state, problem: error, epoch, assignor, members: members.map(coordinatedMember) };
}

function coordinatedMember(member: CoordinatedMember): GroupMember {
  const { id, instance, client, host, epoch, subscribed, subscribedPattern, assigned, target } = member;
  return {
    ...{ id, instance, client, host: bare(host), epoch, subscribed, subscribedPattern, assigned },
    target: sameAssignment(assigned, target) ? undefined : target,
  };
}

/** Brokers write addresses as Java does: `/10.0.1.7`. */
function bare(host: string): string {
  return host.replace(/^\//, '');
}

function sameAssignment(one: readonly AssignedTopic[], other: readonly AssignedTopic[]): boolean {
  const text = (topics: readonly AssignedTopic[]) =>
    topics
      .flatMap(({ name, partitions }) => partitions.map((id) => `${name}-${id}`))
      .sort()
      .join('\n');
  return text(one) === text(other);
}
