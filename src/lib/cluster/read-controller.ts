import type { KafkaClient } from '../kafka/client.js';
import { UnsupportedByClusterError } from '../kafka/errors.js';
import { describeQuorum } from '../kafka/requests/describe-quorum.js';
import { reasonOf, reasonOfRefusal, type Unread } from './unread.js';

/** Who controls the cluster. */
export interface Controller {
  /** Undefined while there is none. */
  readonly id: number | undefined;
  /** The controllers that vote, where the cluster keeps its metadata by itself (KRaft). */
  readonly voters: readonly number[] | undefined;
}

/** `other`: no cluster with KRaft, so that metadata name the controller. */
export type AskedController = Controller | Unread | 'other';

/** The controller of a cluster with KRaft, whose metadata name any broker that lives. One request. */
export async function readController(client: KafkaClient): Promise<AskedController> {
  const what = 'controller';
  try {
    const { error, leader, voters } = await client.send(describeQuorum, {});
    if (error !== undefined) return { what, ...reasonOfRefusal(error, 'Describe on the cluster') };
    return { id: leader, voters: [...voters].sort((one, other) => one - other) };
  } catch (error) {
    if (error instanceof UnsupportedByClusterError) return 'other';
    return { what, ...reasonOf(error) };
  }
}
