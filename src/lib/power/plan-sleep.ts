import type { Notice, Plan } from '../change/plan.js';
import type { Size } from './model.js';
import type { SleepRecord } from './record.js';
import { assemblePlan, unreadSchedules } from './rules/assemble.js';
import { type Chosen, choose } from './rules/choose.js';
import { recordField, sizeAsleep, stateFields, transitNote } from './rules/fields.js';
import { heldBack } from './rules/held-back.js';
import { isDown } from './rules/is-down.js';
import { judge, recordOf, type Standing } from './rules/judge.js';
import { kafkaNotices } from './rules/kafka-notices.js';
import { keyOf, nameOf } from './rules/names.js';
import { sizeWords } from './rules/sizes.js';
import { byWhom, underWay } from './rules/under-way.js';
import { unstoppableNotices } from './rules/unstoppable-notices.js';
import { refused, type Verdict } from './rules/verdict.js';
import { type WakesTo, wishedSize } from './rules/wakes-to.js';
import { wishesOf } from './rules/wishes-of.js';
import type { ObservedPower, PowerWish, PowerWork, SleepWork } from './work.js';

/**
 * Pure: what would be put to sleep, in its order, and what can't be.
 * @throws UsageError when what was named isn't in the list
 */
export function planSleep(wish: PowerWish, observed: ObservedPower): Plan<PowerWork> {
  const { chosen, missing } = choose(observed.listed, wish.names);
  const wishes = wishesOf(chosen, wish.wakesTo);
  const alone = chosen.map((one) =>
    verdictOf(one, { wish, observed, wakesTo: wishes.get(keyOf(one.sleeper)) }),
  );
  const verdicts = heldBack('sleep', chosen, alone);
  const isMoving = verdicts.some((verdict) => 'draft' in verdict);
  const notices: readonly Notice[] = [
    ...unreadSchedules(observed.scheduleProblem),
    ...(isMoving ? kafkaNotices(observed.kafka) : []),
    ...(isMoving ? unstoppableNotices(observed.unstoppable, observed.kafka?.isMsk === true) : []),
  ];
  return assemblePlan('sleep', verdicts, missing, notices);
}

interface Scene {
  readonly wish: PowerWish;
  readonly observed: ObservedPower;
  /** What was said that this one wakes to. */
  readonly wakesTo: WakesTo | undefined;
}

function verdictOf(one: Chosen, scene: Scene): Verdict {
  const { sleeper, entry, isNamed } = one;
  const { wish, observed } = scene;
  if (entry.skip)
    return isNamed
      ? refused(sleeper, `exops.yaml says skip: true (${entry.at})`)
      : { left: 'skipped', sleeper };
  const standing = judge(sleeper, observed.now);
  const others = underWay(sleeper, standing.record, {
    direction: 'sleep',
    user: wish.user,
    now: observed.now,
  });
  if (others !== undefined && !wish.takeOver) return { ...refused(sleeper, others), holdsAllBack: true };
  if (sleeper.state === 'unusable') return refused(sleeper, standing.problem ?? 'it is of no use as it is');
  const record = recordOf(sleeper);
  if (record !== undefined && 'problem' in record) return withNonsense(one, record.problem, scene);
  if (standing.state === 'drifted') return withDrift(one, standing, scene);
  if (record === undefined && isDown(sleeper)) return withoutRecord(one, scene);
  return withGoodRecord(one, standing, scene);
}

function withNonsense(one: Chosen, problem: string, scene: Scene): Verdict {
  const { sleeper } = one;
  if (scene.wakesTo !== undefined) return asWished(one, scene.wakesTo, 'replace', scene);
  const name = nameOf(sleeper);
  return refused(
    sleeper,
    `its record can't be read: ${problem}. It says "${sleeper.record ?? ''}"; --wakes-to "${name}=${formOf(sleeper.size)}" replaces it`,
  );
}

function withDrift(one: Chosen, { problem = '', record }: Standing, scene: Scene): Verdict {
  const { sleeper } = one;
  const { drifted } = scene.wish;
  const { size } = sleeper;
  if (scene.wakesTo !== undefined) return asWished(one, scene.wakesTo, 'replace', scene);
  const isTooMuch = record?.size !== undefined && (size?.max ?? Infinity) < record.size.desired;
  if (isTooMuch || size?.desired === 0)
    return refused(sleeper, `${problem}: raise that, or say what it wakes to with --wakes-to`);
  if (drifted === undefined)
    return refused(
      sleeper,
      `${problem}: --drifted record goes by its record, --drifted keep by what is there`,
    );
  return drifted === 'record'
    ? changed(one, { record: 'keep', size: undefined }, scene)
    : changed(one, { record: 'replace', size }, scene);
}

function withoutRecord(one: Chosen, scene: Scene): Verdict {
  const { sleeper } = one;
  const { scheduled } = scene.observed;
  if (scene.wakesTo !== undefined) return asWished(one, scene.wakesTo, 'write', scene);
  if (scheduled.has(keyOf(sleeper))) return { left: 'asleep by the schedule', sleeper };
  if (sleeper.size === undefined) return { left: 'stopped by others', sleeper };
  return refused(
    sleeper,
    `it is at 0 and has no record: what should it wake to? Say it with --wakes-to "${nameOf(sleeper)}=DESIRED"`,
  );
}

function withGoodRecord(one: Chosen, standing: Standing, scene: Scene): Verdict {
  const { sleeper } = one;
  const { record } = standing;
  if (scene.wakesTo !== undefined)
    return refused(
      sleeper,
      record === undefined
        ? `--wakes-to: it is awake, and wakes to what it is now${sleeper.size === undefined ? '' : `, ${sizeWords(sleeper.size)}`}`
        : `--wakes-to: it has a record (${byWhom(record, scene.observed.now)}), which is never overwritten`,
    );
  if (record !== undefined && sleeper.state === 'asleep') return { left: 'asleep', sleeper };
  if (sleeper.never !== undefined && sleeper.state !== 'falling asleep')
    return refused(sleeper, sleeper.never);
  return changed(one, { record: record === undefined ? 'write' : 'keep', size: undefined }, scene);
}

function asWished(one: Chosen, wakesTo: WakesTo, record: 'write' | 'replace', scene: Scene): Verdict {
  const { sleeper } = one;
  const wished = wishedSize(wakesTo, sleeper.size);
  if ('problem' in wished) return refused(sleeper, wished.problem);
  if (sleeper.never !== undefined && !isDown(sleeper)) return refused(sleeper, sleeper.never);
  return changed(one, { record, size: wished.size }, scene);
}

function changed(
  one: Chosen,
  { record, size }: Pick<SleepWork, 'record' | 'size'>,
  { observed: { now } }: Scene,
): Verdict {
  const { sleeper } = one;
  const before = recordOf(sleeper);
  const known = before === undefined || 'problem' in before ? undefined : before;
  const moves =
    sleeper.state === 'asleep'
      ? []
      : stateFields(
          sleeper,
          sleeper.size === undefined ? 'off' : sizeAsleep(sleeper.size),
          noteOf(one, known, now),
        );
  const isSaid = record === 'replace' || size !== undefined || sleeper.state === 'asleep';
  const said = isSaid ? [recordField(known ?? null, size ?? sleeper.size, now)] : [];
  return { draft: { chosen: one, work: { direction: 'sleep', record, size }, fields: [...moves, ...said] } };
}

function noteOf({ sleeper }: Chosen, record: SleepRecord | undefined, now: number): string | undefined {
  const kept = record === undefined ? undefined : `record kept: ${byWhom(record, now)}`;
  const notes = [transitNote(sleeper, 'sleep'), kept].filter((note) => note !== undefined);
  return notes.length === 0 ? undefined : notes.join('; ');
}

/** What is to be typed after `NAME=`. */
function formOf(size: Size | undefined): string {
  return size === undefined ? 'on' : 'DESIRED';
}
