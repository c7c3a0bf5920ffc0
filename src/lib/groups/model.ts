import type { ItemError } from '../kafka/item-error.js';
import type { AssignedTopic } from '../kafka/requests/coordinated-group.js';

/**
 * Which protocol the members speak with their coordinator: the classic one, KIP-848's, that of share groups (KIP-932) or
 * of Kafka Streams (KIP-1071).
 */
export type GroupType = 'classic' | 'consumer' | 'share' | 'streams' | 'unknown';

export interface GroupMember {
  readonly id: string;
  /** Of a static member. */
  readonly instance: string | null;
  readonly client: string;
  readonly host: string;
  /** Undefined in the classic protocol, where only the group has one. */
  readonly epoch: number | undefined;
  /** Undefined when the client says it in words of its own. */
  readonly subscribed: readonly string[] | undefined;
  readonly subscribedPattern: string | null;
  readonly assigned: readonly AssignedTopic[] | undefined;
  /** What it is to have in the end, where that is something else. */
  readonly target: readonly AssignedTopic[] | undefined;
}

export interface Group {
  readonly id: string;
  readonly type: GroupType;
  /** `consumer`, `share`, `connect`; empty for who commits offsets without joining. */
  readonly protocolType: string;
  /** In the broker's word: `Stable`, `Empty`. Undefined when the broker doesn't say. */
  readonly state: string | undefined;
  /** The id of the broker that answers for it. */
  readonly coordinator: number;
}

export interface DescribedGroup extends Group {
  /** Undefined where they can't be read. */
  readonly members: readonly GroupMember[] | undefined;
  /** The epoch of a group whose coordinator assigns the partitions. */
  readonly epoch: number | undefined;
  /** The strategy of assignment; empty while nobody joined. */
  readonly assignor: string;
  /** Why it can't be read. */
  readonly problem: ItemError | undefined;
}
