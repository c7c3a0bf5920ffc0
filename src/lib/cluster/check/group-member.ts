import type { Clock } from '../../../context.js';
import type { KafkaClient } from '../../kafka/client.js';
import { assignedPartitions, assignment, subscription } from '../../kafka/consumer-protocol.js';
import { KafkaConnectionError } from '../../kafka/errors.js';
import type { ItemError } from '../../kafka/item-error.js';
import { findCoordinator } from '../../kafka/requests/find-coordinator.js';
import { heartbeat } from '../../kafka/requests/heartbeat.js';
import { joinGroup } from '../../kafka/requests/join-group.js';
import { leaveGroup } from '../../kafka/requests/leave-group.js';
import { syncGroup } from '../../kafka/requests/sync-group.js';
import { RoundTripError } from './round-trip.js';
import { sharePartitions } from './share-partitions.js';

export interface MemberDeps {
  /** A connection of the member's own: a broker answers one request of a connection at a time, and joining may take it long. */
  readonly client: KafkaClient;
  readonly clock: Clock;
}

export interface GroupOfTopic {
  readonly group: string;
  readonly topic: string;
  /** What the members share. */
  readonly partitions: readonly number[];
}

/** What a member has, from one rebalance to the next. */
export interface Membership {
  readonly generation: number;
  readonly partitions: readonly number[];
}

const protocol = 'exops-check';
/** The least that brokers usually take is 6 s. */
const sessionTimeoutMs = 10_000;
const rebalanceTimeoutMs = 10_000;
const joinMs = 20_000;
const heartbeatMs = 250;
const pauseMs = 100;

/** What ends by itself: the coordinator is being elected, or the group rebalances. */
const soon: ReadonlySet<string> = new Set([
  ...[
    'COORDINATOR_LOAD_IN_PROGRESS',
    'COORDINATOR_NOT_AVAILABLE',
    'NOT_COORDINATOR',
    'REBALANCE_IN_PROGRESS',
  ],
  ...['UNKNOWN_MEMBER_ID', 'ILLEGAL_GENERATION', 'MEMBER_ID_REQUIRED'],
]);

/** A member of a group of the classic protocol, which commits nothing. */
export class GroupMember {
  readonly #deps: MemberDeps;
  readonly #of: GroupOfTopic;
  #id = '';
  #hasAsked = false;
  #coordinator = -1;
  #membership: Membership | undefined;
  #problem: unknown;

  constructor(deps: MemberDeps, of: GroupOfTopic) {
    this.#deps = deps;
    this.#of = of;
  }

  /** Undefined while the group rebalances. */
  get membership(): Membership | undefined {
    return this.#membership;
  }

  /** The last thing that kept it from joining. */
  get problem(): unknown {
    return this.#problem;
  }

  /** Whether the coordinator may know of it: it was asked to let it in. */
  get hasAsked(): boolean {
    return this.#hasAsked;
  }

  /**
   * Joins, says that it lives, and joins again when others come or go, until the signal is aborted.
   * @throws RoundTripError for a refusal that doesn't end by itself, and the signal's reason
   */
  async stay(signal: AbortSignal): Promise<never> {
    await this.#deps.client.metadata([this.#of.topic]);
    for (;;) {
      signal.throwIfAborted();
      try {
        if (this.#membership === undefined) await this.#join(signal);
        else this.#beat(await this.#heartbeat(this.#membership.generation));
      } catch (error) {
        if (!(error instanceof KafkaConnectionError)) throw error;
        this.#problem = error;
        this.#membership = undefined;
        this.#coordinator = -1;
      }
      await this.#deps.clock.sleep(this.#membership === undefined ? pauseMs : heartbeatMs, signal);
    }
  }

  /** @param coordinator who answers for the group by now */
  async leave(coordinator: number): Promise<void> {
    const { group } = this.#of;
    const member = this.#id;
    this.#membership = undefined;
    if (member !== '') await this.#deps.client.send(leaveGroup, { group, member }, { broker: coordinator });
  }

  #beat(error: ItemError | undefined): void {
    if (error === undefined) return;
    this.#membership = undefined;
    this.#goOnAfter('Heartbeat', error);
  }

  /** @throws RoundTripError */
  #goOnAfter(api: string, error: ItemError): void {
    this.#problem = new RoundTripError(api, error);
    if (!soon.has(error.name)) throw this.#problem;
    if (error.name === 'UNKNOWN_MEMBER_ID') this.#id = '';
    if (error.name.includes('COORDINATOR')) this.#coordinator = -1;
  }

  async #heartbeat(generation: number): Promise<ItemError | undefined> {
    const membership = { group: this.#of.group, generation, member: this.#id };
    return (await this.#deps.client.send(heartbeat, membership, { broker: this.#coordinator })).error;
  }

  async #findCoordinator(): Promise<boolean> {
    if (this.#coordinator >= 0) return true;
    const { client } = this.#deps;
    const { broker, error } = await client.send(findCoordinator, { group: this.#of.group });
    if (error !== undefined) {
      this.#goOnAfter('FindCoordinator', error);
      return false;
    }
    await client.metadata([this.#of.topic]);
    this.#coordinator = broker;
    return true;
  }

  async #join(signal: AbortSignal): Promise<void> {
    if (!(await this.#findCoordinator())) return;
    signal.throwIfAborted();
    const { group, topic } = this.#of;
    const metadata = subscription([topic]);
    const request = { group, sessionTimeoutMs, rebalanceTimeoutMs, member: this.#id, protocol, metadata };
    this.#hasAsked = true;
    const joined = await this.#deps.client.send(joinGroup, request, {
      ...{ broker: this.#coordinator, timeoutMs: joinMs },
    });
    if (joined.error?.name === 'MEMBER_ID_REQUIRED') this.#id = joined.member;
    if (joined.error !== undefined) return this.#goOnAfter('JoinGroup', joined.error);
    this.#id = joined.member;
    const isLeader = joined.leader === joined.member;
    await this.#sync(joined.generation, isLeader ? this.#share(joined.members) : []);
  }

  #share(members: readonly string[]) {
    const { topic, partitions } = this.#of;
    return sharePartitions(members, partitions).map(({ member, partitions: own }) => ({
      member,
      assignment: assignment([{ name: topic, partitions: own }]),
    }));
  }

  async #sync(
    generation: number,
    assignments: readonly { readonly member: string; readonly assignment: Buffer }[],
  ): Promise<void> {
    const request = { group: this.#of.group, generation, member: this.#id, assignments };
    const synced = await this.#deps.client.send(syncGroup, request, {
      ...{ broker: this.#coordinator, timeoutMs: joinMs },
    });
    if (synced.error !== undefined) return this.#goOnAfter('SyncGroup', synced.error);
    const own = assignedPartitions(synced.assignment) ?? [];
    this.#membership = { generation, partitions: own.flatMap(({ partitions }) => partitions) };
  }
}
