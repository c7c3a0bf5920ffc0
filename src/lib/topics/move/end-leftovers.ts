import { AccessError, messageOf } from '../../errors.js';
import type { ClusterAccess } from '../cluster-access.js';
import { listRunningMoves } from '../running-moves.js';
import type { Ending } from '../settle.js';
import { endThrottles, type Throttled } from '../throttle.js';
import { topicKind } from '../work.js';
import type { MoveChange } from './model.js';

const part = 'throttle';

/** Takes throttles away that no move needs; those of brokers only while nothing moves in the cluster. */
export async function endLeftovers(
  { client }: ClusterAccess,
  changes: readonly MoveChange[],
  collect: (change: MoveChange, ending: Ending) => void,
): Promise<void> {
  const topics = changes.filter(({ kind }) => kind === topicKind);
  const brokers = changes.filter(({ kind }) => kind !== topicKind);
  const end = async (some: readonly MoveChange[], throttled: Throttled) => {
    if (some.length === 0) return;
    const ending = await endThrottles(client, throttled).then(
      (): Ending => ({ part }),
      (error: unknown): Ending => ({
        part,
        error: messageOf(error),
        isUncertain: true,
        isAccess: error instanceof AccessError,
      }),
    );
    for (const change of some) collect(change, ending);
  };
  await end(topics, { topics: topics.map(({ name }) => name), brokers: [] });
  if (brokers.length === 0) return;
  const running = await listRunningMoves(client).catch(() => undefined);
  if (running?.length === 0)
    return end(brokers, { topics: [], brokers: brokers.map(({ name }) => idOf(name)) });
  for (const change of brokers)
    collect(change, { part, error: 'kept: another move runs now, which may need it' });
}

function idOf(name: string): number {
  return Number(name.replace(/\D/g, ''));
}
