import { describeItemError, errorCodes } from '../../kafka/item-error.js';
import { electLeaders } from '../../kafka/requests/elect-leaders.js';
import { answerTimeoutMs, type ClusterAccess } from '../cluster-access.js';
import type { MoveChange } from './model.js';

/**
 * Gives moved partitions that another replica leads now back to their preferred leaders, where these led before or
 * replace one that did. A leader that can't be elected now is no failure of the move: Kafka elects it by itself, later.
 * @returns why some were not elected
 */
export async function electPreferred(
  access: ClusterAccess,
  changes: readonly MoveChange[],
): Promise<string | undefined> {
  const { client, changeTimeoutMs } = access;
  const wanted = new Set(
    changes.flatMap(({ name, work }) =>
      (work.moves ?? []).filter((move) => move.isLedByPreferred).map(({ id }) => `${id} ${name}`),
    ),
  );
  const { topics } = await client.metadata(changes.map(({ name }) => name));
  const misled = topics
    .map(({ name, partitions }) => ({
      name,
      partitions: partitions
        .filter(
          ({ id, leader, replicas: [preferred = -1], inSync }) =>
            wanted.has(`${id} ${name}`) && leader !== preferred && inSync.includes(preferred),
        )
        .map(({ id }) => id),
    }))
    .filter(({ partitions }) => partitions.length > 0);
  if (misled.length === 0) return undefined;
  const { error, results } = await client.send(
    electLeaders,
    { topics: misled, timeoutMs: changeTimeoutMs },
    { timeoutMs: answerTimeoutMs(access) },
  );
  const refused = [error, ...results.map((one) => one.error)].find(
    (one) => one !== undefined && one.code !== errorCodes.electionNotNeeded,
  );
  return refused === undefined ? undefined : describeItemError(refused);
}
