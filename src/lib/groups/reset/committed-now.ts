import type { Clock } from '../../../context.js';
import { AccessError, ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { committedOffsets } from '../../kafka/committed-offsets.js';
import { CoordinatorMovingError } from '../../kafka/errors.js';
import {
  describeItemError,
  errorCodes,
  isAccessError,
  isCoordinatorMoving,
  itemError,
} from '../../kafka/item-error.js';
import { findCoordinator } from '../../kafka/requests/find-coordinator.js';
import type { GroupOffsets } from '../../kafka/requests/offset-fetch.js';
import { whileCoordinatorsMove } from '../moving-coordinator.js';
import { keyOf } from '../partition-key.js';

export interface CommittedNow {
  /** By `keyOf`. */
  readonly offsets: ReadonlyMap<string, bigint>;
  /** Another one than before where the group has moved. */
  readonly coordinator: number;
}

/** Why nothing is done after all. */
export const committedMeanwhile = 'somebody committed other offsets since the plan was made';

/** What a group has committed by now, asked of the coordinator that it has by now. @throws Error when it can't be read */
export async function committedNow(
  { client, clock }: { readonly client: KafkaClient; readonly clock: Pick<Clock, 'sleep'> },
  known: { readonly group: string; readonly coordinator: number },
  signal: AbortSignal,
): Promise<CommittedNow> {
  const { group } = known;
  let coordinator: number | undefined = known.coordinator;
  const ask = async () => {
    const broker = coordinator ?? (await coordinatorOf(client, group));
    coordinator = undefined;
    const answers = await committedOffsets(client, [{ id: group, coordinator: broker }]);
    return { answer: answerFor(group, answers), broker };
  };
  const { answer, broker } = await whileCoordinatorsMove({ clock, signal }, ask, (read) => [
    read.answer.error,
  ]);
  if (answer.error !== undefined) throw new Error(describeItemError(answer.error));
  const offsets = answer.offsets.map((one) => [keyOf(one), one.offset] as const);
  return { offsets: new Map(offsets), coordinator: broker };
}

/** The broker that answers for a group, also for one that isn't there yet. @throws ExopsError */
export async function coordinatorOf(client: KafkaClient, group: string): Promise<number> {
  const { broker, error } = await client.send(findCoordinator, { group });
  if (error === undefined) return broker;
  const message = `FindCoordinator failed: ${describeItemError(error)}`;
  if (isCoordinatorMoving(error)) throw new CoordinatorMovingError(message);
  throw isAccessError(error) ? new AccessError(message) : new ExopsError(message);
}

/** The answer about one group. A coordinator that leaves it out has not said that nothing is committed. */
export function answerFor(group: string, answers: readonly GroupOffsets[]): GroupOffsets {
  return answers.find((answer) => answer.group === group) ?? { group, offsets: [], error: nothingSaid };
}

const nothingSaid = itemError(errorCodes.unknownServerError, 'its coordinator says nothing of it');
