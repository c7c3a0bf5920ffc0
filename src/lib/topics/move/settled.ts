import type { Clock } from '../../../context.js';
import type { ObservedMove } from './model.js';

const pauseMs = 250;
const mostLooks = 20;

/**
 * Looks again until two looks show replicas in the same places. Brokers learn from the controller, a moment later, that
 * a move has ended: until then they still list the replicas that went, of a partition of which the controller says that
 * it doesn't move, as if it had more replicas than it has.
 */
export async function settled(
  observe: () => Promise<ObservedMove>,
  first: ObservedMove,
  clock: Clock,
  signal: AbortSignal,
): Promise<ObservedMove> {
  let last = first;
  for (let looks = 1; looks < mostLooks; looks++) {
    await clock.sleep(pauseMs, signal);
    const next = await observe();
    const isSame = placesOf(next) === placesOf(last);
    last = next;
    if (isSame) break;
  }
  return last;
}

/** Where replicas are; of partitions that move, only that they do. */
function placesOf({ topics, moving = [] }: ObservedMove): string {
  const moves = new Set(moving.map(({ name, partition }) => `${partition} ${name}`));
  const placeOf = (name: string, { id, replicas }: ObservedMove['topics'][number]['partitions'][number]) =>
    moves.has(`${id} ${name}`) ? 'moves' : replicas.join(',');
  return JSON.stringify(
    topics.map(({ name, partitions }) => [name, ...partitions.map((one) => placeOf(name, one))]),
  );
}
