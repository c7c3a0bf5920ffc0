import { type Outcome, outcomeOf } from '../change/outcome.js';
import { AccessError } from '../errors.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { BrokenOffError, drive, type Ending } from './drive.js';
import type { Sleeper } from './model.js';
import { isThereAnyway, movedSince } from './rules/moved.js';
import { nameOf } from './rules/names.js';
import { reasonOf } from './rules/reason-of.js';
import type { Stage } from './stage.js';
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
): Promise<Outcome> {
  const { clock } = stage.deps;
  const beganAt = clock.now();
  const { work } = change;
  if (first === undefined) return outcomeOf(change, 'failed', { reason: 'somebody deleted it meanwhile' });
  const moved = movedSince(work, first, beganAt);
  if (moved !== undefined) return outcomeOf(change, 'failed', { reason: moved });
  if (isThereAnyway(work, first)) return outcomeOf(change, 'done');
  const ending = await wakeUp(stage, work, first);
  if (ending.is === 'failed') return failed(change, ending);
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

/** The record goes when there is nothing left to wait for. */
async function settle(stage: Stage, change: PowerChange<WakeWork>, now: Sleeper): Promise<Outcome> {
  const { sleeper, isBroker } = change.work;
  try {
    if (isBroker) await stage.kafkaAnswers();
  } catch (error) {
    if (stage.signal.aborted) throw new BrokenOffError(true, error);
    return outcomeOf(change, 'unknown', { reason: `it is ${now.status}, but ${reasonOf(error)}` });
  }
  try {
    if (sleeper.record !== undefined) await stage.write(() => stage.portOf(sleeper).setRecord(sleeper, null));
    return outcomeOf(change, 'done');
  } catch (error) {
    if (error instanceof BrokenOffError) throw new BrokenOffError(true, error);
    const reason = `it is ${now.status}, but its record could not be removed: ${reasonOf(error)}`;
    return outcomeOf(change, 'unknown', { reason });
  }
}

function failed(
  change: PowerChange<WakeWork>,
  { reason, isAsBefore, error }: Extract<Ending, { readonly is: 'failed' }>,
): Outcome {
  const access = error instanceof AccessError ? { access: true } : {};
  return outcomeOf(change, isAsBefore ? 'failed' : 'unknown', { reason, ...access });
}
