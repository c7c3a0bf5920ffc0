import type { Plan } from '../change/plan.js';
import type { Size } from './model.js';
import { assemblePlan, unreadSchedules } from './rules/assemble.js';
import { type Chosen, choose } from './rules/choose.js';
import { goneRecordField, stateFields, transitNote } from './rules/fields.js';
import { heldBack } from './rules/held-back.js';
import { isDown } from './rules/is-down.js';
import { judge, recordOf, type Standing } from './rules/judge.js';
import { unwaitedKafka } from './rules/kafka-notices.js';
import { keyOf, nameOf } from './rules/names.js';
import { misfit, sameSize, sizeWords } from './rules/sizes.js';
import { byWhom, underWay } from './rules/under-way.js';
import { refused, type Verdict } from './rules/verdict.js';
import { type WakesTo, wishedSize } from './rules/wakes-to.js';
import { wishesOf } from './rules/wishes-of.js';
import type { ObservedPower, PowerWish, PowerWork } from './work.js';

/**
 * Pure: what would be woken, from the records alone, in its order, and what can't be.
 * @throws UsageError when what was named isn't in the list
 */
export function planWake(wish: PowerWish, observed: ObservedPower): Plan<PowerWork> {
  const { chosen, missing } = choose(observed.listed, wish.names);
  const wishes = wishesOf(chosen, wish.wakesTo);
  const alone = chosen.map((one) =>
    verdictOf(one, { wish, observed, wakesTo: wishes.get(keyOf(one.sleeper)) }),
  );
  const verdicts = heldBack('wake', chosen, alone);
  const works = verdicts.flatMap((verdict) => ('draft' in verdict ? [verdict.draft] : []));
  const woken = {
    wakesInstance: works.some(({ chosen: { sleeper } }) => sleeper.kind === 'ec2' && isDown(sleeper)),
    wakesBroker: works.some(({ work }) => work.direction === 'wake' && work.isBroker),
  };
  return assemblePlan('wake', verdicts, missing, [
    ...unreadSchedules(observed.scheduleProblem),
    ...unwaitedKafka(observed.kafka, woken),
  ]);
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
  if (entry.skip && !isNamed) return { left: 'skipped', sleeper };
  const standing = judge(sleeper, observed.now);
  const others = underWay(sleeper, standing.record, {
    direction: 'wake',
    user: wish.user,
    now: observed.now,
  });
  if (others !== undefined && !wish.takeOver) return { ...refused(sleeper, others), holdsAllBack: true };
  if (sleeper.state === 'unusable') return ofNoUse(one, standing);
  if (entry.wake === 'manual' && !isNamed && isDown(sleeper)) return { left: 'manual', sleeper };
  return byRecord(one, standing, scene);
}

function ofNoUse({ sleeper }: Chosen, { problem = 'it is of no use as it is' }: Standing): Verdict {
  return sleeper.record === undefined ? { left: 'unusable', sleeper } : refused(sleeper, problem);
}

function byRecord(one: Chosen, standing: Standing, scene: Scene): Verdict {
  const { sleeper } = one;
  const record = recordOf(sleeper);
  if (record === undefined) return withoutRecord(one, scene);
  if ('problem' in record) return withNonsense(one, record.problem, scene);
  if (standing.state === 'drifted') return withDrift(one, standing, scene);
  if (scene.wakesTo === undefined) return woken(one, record.size, scene);
  const size = record.size === undefined ? 'on' : sizeWords(record.size);
  return refused(
    sleeper,
    `--wakes-to: it has a record (${byWhom(record, scene.observed.now)}), and wakes to ${size}`,
  );
}

function withoutRecord(one: Chosen, scene: Scene): Verdict {
  const { sleeper, isNamed } = one;
  const { scheduled } = scene.observed;
  if (!isDown(sleeper)) {
    if (scene.wakesTo !== undefined) return refused(sleeper, '--wakes-to: it is awake, and has no record');
    return { left: sleeper.state === 'waking' ? 'waking' : 'awake', sleeper };
  }
  if (scene.wakesTo !== undefined) return asWished(one, scene.wakesTo, scene);
  if (scheduled.has(keyOf(sleeper))) return woken(one, scheduled.get(keyOf(sleeper)), scene);
  if (sleeper.size !== undefined)
    return refused(
      sleeper,
      `it is at 0 and has no record: what should it wake to? Say it with --wakes-to "${nameOf(sleeper)}=DESIRED"`,
    );
  if (isNamed)
    return refused(
      sleeper,
      `it is ${sleeper.status}, and exops didn't do that: wake it with --wakes-to "${nameOf(sleeper)}=on"`,
    );
  return { left: 'stopped by others', sleeper };
}

function withNonsense(one: Chosen, problem: string, scene: Scene): Verdict {
  const { sleeper } = one;
  if (scene.wakesTo !== undefined) return asWished(one, scene.wakesTo, scene);
  const form = sleeper.size === undefined ? 'on' : 'DESIRED';
  return refused(
    sleeper,
    `its record can't be read: ${problem}. It says "${sleeper.record ?? ''}"; wake it with --wakes-to "${nameOf(sleeper)}=${form}"`,
  );
}

function withDrift(one: Chosen, { problem = '', record }: Standing, scene: Scene): Verdict {
  const { sleeper } = one;
  const { drifted } = scene.wish;
  const { size } = sleeper;
  if (scene.wakesTo !== undefined) return asWished(one, scene.wakesTo, scene);
  const isTooMuch =
    record?.size !== undefined && size !== undefined && misfit(record.size, size) !== undefined;
  if (size?.desired === 0 || (isTooMuch && drifted !== 'keep'))
    return refused(sleeper, `${problem}: raise that, or say what it wakes to with --wakes-to`);
  if (drifted === undefined)
    return refused(
      sleeper,
      `${problem}: --drifted record goes by its record, --drifted keep by what is there`,
    );
  return drifted === 'record' ? woken(one, record?.size, scene) : woken(one, size, scene, 'keeps its size');
}

function asWished(one: Chosen, wakesTo: WakesTo, scene: Scene): Verdict {
  const wished = wishedSize(wakesTo, one.sleeper.size);
  return 'problem' in wished ? refused(one.sleeper, wished.problem) : woken(one, wished.size, scene);
}

function woken(
  one: Chosen,
  size: Size | undefined,
  { observed: { now, kafka } }: Scene,
  how?: 'keeps its size',
): Verdict {
  const { sleeper } = one;
  const record = recordOf(sleeper);
  const known = record === undefined || 'problem' in record ? undefined : record;
  const keepsSize = how !== undefined;
  const isUp =
    keepsSize ||
    (!isDown(sleeper) && (size === undefined || sleeper.size === undefined || sameSize(size, sleeper.size)));
  const note = transitNote(sleeper, 'wake');
  const moves = isUp && sleeper.state !== 'waking' ? [] : stateFields(sleeper, size ?? 'on', note);
  const gone = sleeper.record === undefined ? [] : [goneRecordField(sleeper.record, known, now)];
  return {
    draft: {
      chosen: one,
      work: { direction: 'wake', size, keepsSize, isBroker: kafka?.sleepers.has(keyOf(sleeper)) === true },
      fields: [...moves, ...gone],
    },
  };
}
