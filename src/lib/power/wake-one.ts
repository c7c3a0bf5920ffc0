import { type Outcome, outcomeOf } from '../change/outcome.js';
import { AccessError } from '../errors.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { BrokenOffError, drive, type Ending } from './drive.js';
import type { Sleeper } from './model.js';
import { isDown } from './rules/is-down.js';
import { isThereAnyway, movedSince } from './rules/moved.js';
import { nameOf } from './rules/names.js';
import { reasonOf } from './rules/reason-of.js';
import { type Ended, ended, type Stage } from './stage.js';
import { tellTrouble } from './tell-trouble.js';
import type { PowerChange, WakeWork } from './work.js';

/**
 * Wakes one: the request, the waiting for its real state, and for Kafka where that runs on it; then its record goes.
 * @param first as it is, read a moment ago; undefined when it is gone
 * @throws BrokenOffError
 */
export async function wakeOne(
  stage: Stage,
  change: PowerChange<WakeWork>,
  first: Sleeper | undefined,
): Promise<Ended> {
  const { clock } = stage.deps;
  const beganAt = clock.now();
  const { work } = change;
  if (first === undefined)
    return ended(outcomeOf(change, 'failed', { reason: 'somebody deleted it meanwhile' }));
  const moved = movedSince(work, first, beganAt);
  if (moved !== undefined) return ended(outcomeOf(change, 'failed', { reason: moved }));
  if (isThereAnyway(work, first)) return ended(outcomeOf(change, 'done'));
  const ending = await wakeUp(stage, work, first);
  if (ending.is === 'failed') return ended(failed(change, ending));
  stage.tell({
    mark: 'done',
    text: `${nameOf(work.sleeper)} awake after ${formatElapsed(clock.now() - beganAt)}`,
  });
  return settle(stage, change, ending.now);
}

function wakeUp(stage: Stage, { sleeper, size, keepsSize }: WakeWork, first: Sleeper): Promise<Ending> {
  const { clock, patienceMs } = stage.deps;
  const onTrouble = tellTrouble(stage, first);
  return drive(
    {
      goal: { direction: 'wake', size: keepsSize ? undefined : size },
      ...{ clock, patienceMs, first },
      readings: stage.readingsOf(sleeper),
      ask: (now, signal) => stage.write(() => stage.portOf(sleeper).wake(now, size, signal)),
      async onReading(now) {
        stage.onState(now);
        onTrouble(now);
      },
    },
    stage.signal,
  );
}

/** The record goes when there is nothing left to wait for; it stays for whoever put it to sleep again meanwhile. */
async function settle(stage: Stage, change: PowerChange<WakeWork>, now: Sleeper): Promise<Ended> {
  const { sleeper, isBroker } = change.work;
  try {
    if (isBroker) await stage.kafkaAnswers();
  } catch (error) {
    if (stage.signal.aborted) throw new BrokenOffError(true, error);
    return ended(outcomeOf(change, 'unknown', { reason: `it is ${now.status}, but ${reasonOf(error)}` }));
  }
  if (sleeper.record === undefined) return ended(outcomeOf(change, 'done'));
  const latest = isBroker ? await stage.readingsOf(sleeper).next(sleeper, stage.deps.clock.now()) : now;
  const isForgotten = latest !== undefined && latest.record === undefined && !isDown(latest);
  if (isForgotten) return ended(outcomeOf(change, 'done'));
  if (latest === undefined || isDown(latest) || latest.record !== sleeper.record)
    return ended(outcomeOf(change, 'unknown', { reason: 'it was awake, and somebody changed it meanwhile' }));
  try {
    await stage.write(() => stage.portOf(sleeper).setRecord(sleeper, null));
    return ended(outcomeOf(change, 'done'));
  } catch (error) {
    if (error instanceof BrokenOffError) throw new BrokenOffError(true, error);
    const reason = `it is ${now.status}, but its record could not be removed: ${reasonOf(error)}`;
    return { outcome: outcomeOf(change, 'unknown', { reason }), isThere: true };
  }
}

function failed(
  change: PowerChange<WakeWork>,
  { reason, isAsBefore, error }: Extract<Ending, { readonly is: 'failed' }>,
): Outcome {
  const access = error instanceof AccessError ? { access: true } : {};
  return outcomeOf(change, isAsBefore ? 'failed' : 'unknown', { reason, ...access });
}
