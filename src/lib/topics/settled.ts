import type { Clock } from '../../context.js';

const pauseMs = 250;
const mostLooks = 20;

/**
 * Looks again until two looks show replicas in the same places. Brokers learn from the controller, a moment later, that
 * a move has ended: until then they still list the replicas that went, of a partition of which the controller says that
 * it doesn't move, as if it had more replicas than it has.
 * @param placesOf where replicas are, in a text; of partitions that move, only that they do
 */
export async function settled<Seen>(
  observe: () => Promise<Seen>,
  first: Seen,
  placesOf: (seen: Seen) => string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Seen> {
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
