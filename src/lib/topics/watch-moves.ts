import { AccessError, ExopsError, messageOf } from '../errors.js';
import { KafkaConnectionError } from '../kafka/errors.js';
import { describeItemError, isAccessError } from '../kafka/item-error.js';
import type { OngoingReassignment } from '../kafka/requests/list-partition-reassignments.js';
import type { ClusterAccess } from './cluster-access.js';
import { type RunningMoves, readRunningMoves } from './running-moves.js';

const pauseMs = { first: 50, longest: 2_000 };
const mostFailures = 10;

/**
 * Asks which moves run, again and again, until there is nothing more to wait for or the signal is aborted.
 * @param look is told of all that run in the cluster, and says whether to go on
 * @throws when the cluster doesn't tell any more; at once when asking again can't help: another cluster, a refused login
 */
export async function watchMoves(
  { client, clock }: ClusterAccess,
  look: (running: readonly OngoingReassignment[]) => boolean | Promise<boolean>,
  signal: AbortSignal,
): Promise<void> {
  let failures = 0;
  let pause = pauseMs.first;
  for (;;) {
    const answer = await readRunningMoves(client).catch((error: unknown) => new Failure(error));
    const running = answer instanceof Failure ? undefined : answer.partitions;
    failures = running === undefined ? failures + 1 : 0;
    const goesOn = running === undefined || (await look(running));
    if (!goesOn || signal.aborted) return;
    if (answer instanceof Failure && isFinal(answer.cause)) throw answer.cause;
    if (failures > mostFailures) throw giveUp(answer);
    await clock.sleep(pause, signal).catch(() => undefined);
    pause = Math.min(pause * 2, pauseMs.longest);
  }
}

class Failure {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

function isFinal(cause: unknown): boolean {
  return cause instanceof ExopsError && !(cause instanceof KafkaConnectionError);
}

function giveUp(answer: RunningMoves | Failure): Error {
  const words = "the cluster doesn't say any more which replicas it moves";
  if (answer instanceof Failure) return new Error(`${words}: ${messageOf(answer.cause)}`);
  const { error } = answer;
  if (error === undefined) return new Error(words);
  const message = `${words}: ${describeItemError(error)}`;
  return isAccessError(error) ? new AccessError(message) : new Error(message);
}
