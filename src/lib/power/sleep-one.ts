import { type Outcome, outcomeOf } from '../change/outcome.js';
import { AccessError, messageOf } from '../errors.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { BrokenOffError, drive, type Ending, NotAskedError } from './drive.js';
import type { Sleeper } from './model.js';
import { type RecordKeeper, recordKeeper } from './record-keeper.js';
import { isPassing } from './rules/failures.js';
import { adopted, isThereAnyway, movedSince } from './rules/moved.js';
import { nameOf } from './rules/names.js';
import { reasonOf } from './rules/reason-of.js';
import type { Stage } from './stage.js';
import { tellTrouble } from './tell-trouble.js';
import type { PowerChange, SleepWork } from './work.js';

/** How often a record that was written is looked for. */
const looks = 5;

/**
 * Puts one to sleep: its record first, then the request, then the waiting for its real state.
 * @param first as it is, read a moment ago; undefined when it is gone
 * @throws BrokenOffError
 */
export async function sleepOne(
  stage: Stage,
  change: PowerChange<SleepWork>,
  first: Sleeper | undefined,
): Promise<Outcome> {
  const { clock } = stage.deps;
  const beganAt = clock.now();
  if (first === undefined) return outcomeOf(change, 'failed', { reason: 'somebody deleted it meanwhile' });
  const work = adopted(change.work, first, stage);
  const moved = movedSince(work, first, beganAt);
  if (moved !== undefined) return outcomeOf(change, 'failed', { reason: moved });
  if (isThereAnyway(work, first)) return outcomeOf(change, 'done');
  const keeper = recordKeeper(stage, work);
  const ending = await fallAsleep(stage, work.sleeper, first, keeper);
  if (ending.is === 'failed') return giveUp(change, ending, keeper);
  const isKept = await keptRecord(stage, ending.now, keeper, beganAt);
  if (!isKept)
    return outcomeOf(change, 'unknown', {
      reason: 'it is asleep, and its record is not the one it should be',
    });
  stage.tell({
    mark: 'done',
    text: `${nameOf(work.sleeper)} asleep after ${formatElapsed(clock.now() - beganAt)}`,
  });
  return outcomeOf(change, 'done');
}

async function fallAsleep(
  stage: Stage,
  sleeper: Sleeper,
  first: Sleeper,
  keeper: RecordKeeper,
): Promise<Ending> {
  const { clock, patienceMs } = stage.deps;
  // Nothing is asked of what is down already.
  if (first.state === 'asleep' || first.state === 'falling asleep') {
    const failure = await failureOf(stage.write(() => keeper.write(first)));
    if (failure !== undefined)
      return { is: 'failed', reason: reasonOf(failure.error), isAsBefore: true, now: first, ...failure };
  }
  const onTrouble = tellTrouble(stage, first);
  return drive(
    {
      goal: { direction: 'sleep', size: undefined },
      ...{ clock, patienceMs, first },
      readings: stage.readingsOf(sleeper),
      ask: (now, signal) =>
        stage.write(async () => {
          const failure = await failureOf(keeper.write(now));
          if (failure !== undefined)
            throw isPassing(failure.error) ? new NotAskedError(failure.error) : failure.error;
          await stage.portOf(sleeper).sleep(now, signal);
        }),
      async onReading(now) {
        stage.onState(now);
        onTrouble(now);
        // What fails is seen at the next reading.
        if (keeper.isMissing(now)) await stage.write(() => keeper.mend()).catch(() => {});
      },
    },
    stage.signal,
  );
}

async function failureOf(work: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof BrokenOffError) throw error;
      return { error };
    },
  );
}

/** What was written shows at once, or in a moment. */
async function keptRecord(
  stage: Stage,
  asleep: Sleeper,
  keeper: RecordKeeper,
  beganAt: number,
): Promise<boolean> {
  let now: Sleeper | undefined = asleep;
  for (let look = 1; now !== undefined; look += 1) {
    if (keeper.isKept(now)) return true;
    if (look > looks) return false;
    if (look > 1 && keeper.isMissing(now)) await stage.write(() => keeper.mend()).catch(() => {});
    now = await stage.readingsOf(now).next(now, beganAt);
  }
  return false;
}

async function giveUp(
  change: PowerChange<SleepWork>,
  { reason, isAsBefore, error, now }: Extract<Ending, { readonly is: 'failed' }>,
  keeper: RecordKeeper,
): Promise<Outcome> {
  const access = error instanceof AccessError ? { access: true } : {};
  if (!isAsBefore) return outcomeOf(change, 'unknown', { reason, ...access });
  const left = now === undefined ? undefined : await failureOf(keeper.takeBack());
  const more = left === undefined ? '' : `; its record could not be removed again: ${messageOf(left.error)}`;
  return outcomeOf(change, 'failed', { reason: `${reason}${more}`, ...access });
}
