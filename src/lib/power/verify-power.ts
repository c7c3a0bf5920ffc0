import type { Work } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { readSleepers, type SleeperPorts } from './find-sleepers.js';
import type { Sleeper } from './model.js';
import { isDown } from './rules/is-down.js';
import { recordOf } from './rules/judge.js';
import { keyOf } from './rules/names.js';
import { atLeast, sameSize } from './rules/sizes.js';
import type { PowerWork, SleepWork } from './work.js';

/**
 * Reads all of it again, a kind at once: what was done must show, and what was uncertain may have become so. What somebody
 * put to sleep just as its record went gets that back, since nobody else knows any more what it was.
 */
export async function verifyPower(
  ports: SleeperPorts,
  plan: Plan<PowerWork>,
  outcomes: readonly Outcome[],
  { signal }: Pick<Work, 'signal'>,
): Promise<readonly Outcome[]> {
  const changes = new Map(plan.changes.map((change) => [change.name, change]));
  const open = outcomes.filter(({ status }) => status === 'done' || status === 'unknown');
  const works = open.flatMap(({ name }) => changes.get(name)?.work ?? []);
  const now = await readSleepers(
    ports,
    works.map(({ sleeper }) => sleeper),
    signal,
  );
  // What can't be written is seen by what is wrong with it.
  await Promise.allSettled(
    works
      .filter((work) => hasLostItsRecord(work, now.get(keyOf(work.sleeper))))
      .map(({ sleeper }) => ports.get(sleeper.kind)?.setRecord(sleeper, sleeper.record ?? null)),
  );
  return outcomes.map((outcome) => {
    const work = changes.get(outcome.name)?.work;
    if (work === undefined || (outcome.status !== 'done' && outcome.status !== 'unknown')) return outcome;
    const isOpen = outcome.status === 'unknown' && !hasWoken(work, now.get(keyOf(work.sleeper)));
    if (work.direction === 'wake' && isOpen) return outcome;
    const problem = whatIsWrong(work, now.get(keyOf(work.sleeper)));
    if (problem === undefined) return outcomeOf(outcome, 'done');
    return outcome.status === 'unknown' ? outcome : outcomeOf(outcome, 'unknown', { reason: problem });
  });
}

function hasLostItsRecord({ direction, sleeper }: PowerWork, now: Sleeper | undefined): boolean {
  if (direction !== 'wake' || now === undefined || now.record !== undefined || !isDown(now)) return false;
  const record = recordOf(sleeper);
  return record !== undefined && !('problem' in record);
}

function whatIsWrong(work: PowerWork, now: Sleeper | undefined): string | undefined {
  if (now === undefined) return 'somebody deleted it meanwhile';
  return work.direction === 'wake' ? whyNotAwake(now) : whyNotAsleep(work, now);
}

/** It got where it was to get after all. Of Kafka nobody knows by its machine alone. */
function hasWoken(work: PowerWork, now: Sleeper | undefined): boolean {
  if (work.direction !== 'wake' || work.isBroker || now?.state !== 'awake') return false;
  return work.size === undefined || now.size === undefined || atLeast(now.size, work.size);
}

/** Of what has been awake as it was recorded, the size is its own matter again. */
function whyNotAwake({ state, record }: Sleeper): string | undefined {
  const isDown = state === 'asleep' || state === 'falling asleep' || state === 'unusable';
  if (isDown) return `it was awake, and is ${state} now`;
  return record === undefined ? undefined : 'it is awake, and still has a record';
}

function whyNotAsleep({ sleeper, record, size }: SleepWork, now: Sleeper): string | undefined {
  if (now.state !== 'asleep') return `it was asleep, and is ${now.state} now`;
  const kept = recordOf(now);
  if (kept === undefined || 'problem' in kept) return 'it is asleep, and its record is gone';
  const before = record === 'keep' ? recordOf(sleeper) : { size: size ?? sleeper.size };
  const wanted = before === undefined || 'problem' in before ? undefined : before.size;
  const isRight = wanted === undefined || (kept.size !== undefined && sameSize(kept.size, wanted));
  return isRight ? undefined : `it is asleep, and somebody else's record is on it: ${now.record ?? ''}`;
}
