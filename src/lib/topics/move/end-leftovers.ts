import { AccessError, messageOf } from '../../errors.js';
import type { ClusterAccess } from '../cluster-access.js';
import { listRunningMoves } from '../running-moves.js';
import type { Ending } from '../settle.js';
import { endThrottles, type Throttled } from '../throttle.js';
import { topicKind } from '../work.js';
import type { MoveChange } from './model.js';

const part = 'throttle';

/**
 * Takes throttles away that no move needs: those of topics that don't move, and those of brokers while nothing moves in
 * the cluster. What moves is asked again, since a plan may have been read for hours.
 */
export async function endLeftovers(
  { client }: ClusterAccess,
  changes: readonly MoveChange[],
  collect: (change: MoveChange, ending: Ending) => void,
): Promise<void> {
  const running = await listRunningMoves(client).catch(() => undefined);
  const isNeeded = ({ kind, name }: MoveChange) =>
    running === undefined ||
    (kind === topicKind ? running.some((one) => one.name === name) : running.length > 0);
  const error =
    running === undefined
      ? "its throttle is kept: the cluster doesn't say whether a move needs it"
      : 'its throttle is kept: another move runs now, which may need it';
  for (const change of changes.filter(isNeeded)) collect(change, { part, error });
  const free = changes.filter((change) => !isNeeded(change));
  const end = async (some: readonly MoveChange[], throttled: Throttled) => {
    if (some.length === 0) return;
    const ending = await endThrottles(client, throttled).then(
      (): Ending => ({ part }),
      (thrown: unknown): Ending => ({
        part,
        error: messageOf(thrown),
        isUncertain: true,
        isAccess: thrown instanceof AccessError,
      }),
    );
    for (const change of some) collect(change, ending);
  };
  const topics = free.filter(({ kind }) => kind === topicKind);
  await end(topics, { topics: topics.map(({ name }) => name), brokers: [] });
  const brokers = free.filter(({ kind }) => kind !== topicKind);
  await end(brokers, { topics: [], brokers: brokers.flatMap(({ work }) => work.broker ?? []) });
}
