import type { Clock } from '../../context.js';
import type { Work } from '../change/capability.js';
import { changeKey, type Outcome, readBack, wasSent } from '../change/outcome.js';
import type { Change, Plan } from '../change/plan.js';
import { formatCount } from '../terminal/plural.js';

const pauseMs = { first: 20, longest: 1_000 };
/** For changes of which nobody knows whether they reached a broker; milliseconds. */
const uncertainPatienceMs = 5_000;

export interface Arrival<Detail> {
  readonly plan: Plan<Detail>;
  readonly outcomes: readonly Outcome[];
  /** What each of these changes still lacks on the cluster, in words, by `changeKey`; those that show aren't in it. */
  readonly whatLacks: (changes: readonly Change<Detail>[]) => Promise<ReadonlyMap<string, string>>;
  /** How long to wait for what a broker accepted; milliseconds. */
  readonly patienceMs: number;
}

/**
 * Asks again until everything that was sent shows, each time only for what hasn't. What was uncertain is done when it
 * shows.
 * @throws what `whatLacks` throws, and the signal's reason
 */
export async function verifyArrival<Detail>(
  clock: Clock,
  { plan, outcomes, whatLacks, patienceMs }: Arrival<Detail>,
  { update, signal }: Work,
): Promise<readonly Outcome[]> {
  const sent = new Map(
    outcomes.filter(wasSent).map((outcome) => [changeKey(outcome), outcome.status] as const),
  );
  const changes = plan.changes.filter((change) => sent.has(changeKey(change)));
  if (changes.length === 0) return outcomes;
  const beganAt = clock.now();
  let pending = changes;
  for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.longest)) {
    const lacks = await whatLacks(pending);
    pending = pending.filter((change) => lacks.has(changeKey(change)));
    const isAccepted = pending.some((change) => sent.get(changeKey(change)) === 'done');
    const patience = isAccepted ? patienceMs : uncertainPatienceMs;
    if (pending.length === 0 || clock.now() - beganAt > patience)
      return outcomes.map((outcome) => readBack(outcome, lacks.get(changeKey(outcome))));
    update(`${formatCount(changes.length - pending.length)} of ${formatCount(changes.length)} have arrived`);
    await clock.sleep(pause, signal);
  }
}
