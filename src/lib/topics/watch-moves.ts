import type { OngoingReassignment } from '../kafka/requests/list-partition-reassignments.js';
import type { ClusterAccess } from './cluster-access.js';
import { listRunningMoves } from './running-moves.js';

const pauseMs = { first: 50, longest: 2_000 };
const mostFailures = 10;

/**
 * Asks which moves run, again and again, until there is nothing more to wait for or the signal is aborted.
 * @param look is told of all that run in the cluster, and says whether to go on
 * @throws when the cluster doesn't tell any more
 */
export async function watchMoves(
  { client, clock }: ClusterAccess,
  look: (running: readonly OngoingReassignment[]) => boolean | Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  let pause = pauseMs.first;
  for (;;) {
    const running = await listRunningMoves(client).catch(() => undefined);
    failures = running === undefined ? failures + 1 : 0;
    if (failures > mostFailures) throw new Error("the cluster doesn't say any more which replicas it moves");
    const goesOn = running === undefined || (await look(running));
    if (!goesOn || signal.aborted) return;
    await clock.sleep(pause, signal).catch(() => undefined);
    pause = Math.min(pause * 2, pauseMs.longest);
  }
}
