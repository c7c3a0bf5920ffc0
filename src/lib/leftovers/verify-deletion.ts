import type { Clock } from '../../context.js';
import type { Work } from '../change/capability.js';
import { changeKey, type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { type Leftover, type LeftoverPort, leftoverKey } from './model.js';
import { readAgain } from './read-leftovers.js';

const firstPauseMs = 500;
const longestPauseMs = 5_000;
const patienceMs = 60_000;

/** Reads until what was deleted is gone; of a deletion whose answer was lost, what is there is the answer. */
export async function verifyDeletion(
  port: LeftoverPort,
  { changes }: Plan<Leftover>,
  outcomes: readonly Outcome[],
  clock: Clock,
  work: Work,
): Promise<readonly Outcome[]> {
  const planned = new Map(changes.map((change) => [leftoverKey(change.work), change.work]));
  const tried = outcomes.filter(({ status }) => status !== 'not tried');
  const accepted = new Set(tried.filter(({ status }) => status === 'done').map(changeKey));
  const wanted = tried.flatMap((outcome) => planned.get(changeKey(outcome)) ?? []);
  const still = await readUntilGone(port, wanted, accepted, clock, work);
  return outcomes.map((outcome) => {
    if (outcome.status === 'not tried') return outcome;
    return corrected(outcome, planned.get(changeKey(outcome)), still.get(changeKey(outcome)));
  });
}

/** What is there when those that were accepted are gone, or at the end of patience: AWS needs some seconds for a volume. */
async function readUntilGone(
  port: LeftoverPort,
  wanted: readonly Leftover[],
  accepted: ReadonlySet<string>,
  clock: Clock,
  { signal, update }: Work,
): Promise<ReadonlyMap<string, Leftover>> {
  const endsAt = clock.now() + patienceMs;
  let left = wanted;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const still = await readAgain(port, left, signal);
    left = left.filter((one) => still.has(leftoverKey(one)));
    const going = left.filter((one) => {
      const isSame = still.get(leftoverKey(one))?.createdAt === one.createdAt;
      return isSame && accepted.has(leftoverKey(one));
    });
    if (going.length === 0 || clock.now() >= endsAt) return still;
    update(`${going.length} still there`);
    await clock.sleep(pauseMs, signal);
  }
}

function corrected(outcome: Outcome, planned: Leftover | undefined, now: Leftover | undefined): Outcome {
  if (now === undefined) return outcomeOf(outcome, 'done');
  const isAnother = now.createdAt !== planned?.createdAt;
  switch (outcome.status) {
    case 'done':
      return outcomeOf(outcome, 'unknown', { reason: whyStill(now, isAnother) });
    case 'unknown':
      return outcomeOf(outcome, 'failed', { reason: outcome.reason ?? 'it was not deleted' });
    default:
      return outcome;
  }
}

function whyStill({ isGoing, kind }: Leftover, isAnother: boolean): string {
  if (isAnother) return `deleted, and made anew at once: something still uses this ${kind}`;
  return isGoing ? 'AWS is still deleting it' : 'accepted, and it is still there';
}
