import type { Notice, Plan } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import type { SleepEntry } from '../sleep-entry.js';
import type { PowerChange, PowerWork } from '../work.js';
import { nameOf, resourceKind, selectorWords } from './names.js';
import { type Direction, placeOf, stagesOf, whyThere } from './order.js';
import type { Draft, LeftAlone, Verdict } from './verdict.js';

const noticeTexts: Readonly<Record<LeftAlone, string>> = {
  asleep: 'asleep already',
  'asleep by the schedule': 'asleep by the schedule',
  awake: 'awake already',
  waking: 'waking already',
  skipped: 'skipped, as exops.yaml says',
  manual: 'wakes only when it is named',
  'stopped by others': 'stopped, and not by exops: left alone (--wakes-to NAME=on takes it over)',
  unusable: 'of no use as it is, and not put to sleep by exops',
};

const asWanted: Readonly<Record<Direction, readonly LeftAlone[]>> = {
  sleep: ['asleep', 'asleep by the schedule'],
  wake: ['awake', 'waking'],
};

/** What has no record may have been put to sleep by a schedule that couldn't be read. */
export function unreadSchedules(problem: string | undefined): readonly Notice[] {
  if (problem === undefined) return [];
  const text = `what a schedule put to sleep isn't known: ${problem}`;
  return [{ kind: 'schedules-unknown', text: printable(text), names: [] }];
}

/** The plan of what each resource got as a verdict, its changes in the order in which they are done. */
export function assemblePlan(
  direction: Direction,
  verdicts: readonly Verdict[],
  missing: readonly SleepEntry[],
  notices: readonly Notice[],
): Plan<PowerWork> {
  const drafts = verdicts.flatMap((verdict) => ('draft' in verdict ? [verdict.draft] : []));
  const stages = stagesOf(
    drafts,
    ({ chosen: { sleeper, entry } }) => placeOf(sleeper.kind, entry, direction),
    direction,
  );
  const isHeld = verdicts.some((verdict) => 'refusal' in verdict && verdict.holdsAllBack === true);
  return {
    noun: resourceKind,
    changes: stages.flatMap((stage, index) =>
      stage.map((draft) => changeOf(draft, index + 1, stages.length, direction)),
    ),
    refusals: [
      ...verdicts.flatMap((verdict) => ('refusal' in verdict ? [verdict.refusal] : [])),
      ...missing.map(({ selector, at }) => ({
        kind: resourceKind,
        name: selectorWords(selector),
        reason: `there is none of this name, and ${at} lists it`,
      })),
    ],
    notices: [...leftAlone(verdicts), ...notices],
    unchanged: verdicts.filter((verdict) => 'left' in verdict && asWanted[direction].includes(verdict.left))
      .length,
    wanted: direction === 'sleep' ? 'asleep' : 'awake',
    ...(isHeld ? { isIndivisible: true } : {}),
  };
}

function changeOf(
  { chosen: { sleeper, entry }, work, fields }: Draft,
  stage: number,
  stages: number,
  direction: Direction,
): PowerChange {
  const losses = direction === 'sleep' && isStillUp(sleeper.state) ? sleeper.losses : [];
  const losesData = losses.some(({ isData }) => isData);
  const why = whyThere(sleeper.kind, entry, direction);
  return {
    kind: resourceKind,
    name: nameOf(sleeper),
    action: 'change',
    severity: losesData ? 'destructive' : 'safe',
    ...(stages > 1 ? { summary: `stage ${stage} of ${stages}: ${why}` } : {}),
    fields,
    cautions: losses.map(({ text }) => printable(text)),
    ...(losesData ? { stakes: 'loses data' } : {}),
    work: { ...work, sleeper, stage },
  };
}

function isStillUp(state: PowerWork['sleeper']['state']): boolean {
  return state !== 'asleep' && state !== 'falling asleep';
}

function leftAlone(verdicts: readonly Verdict[]): readonly Notice[] {
  const kinds = Object.keys(noticeTexts) as LeftAlone[];
  return kinds.flatMap((kind) => {
    const names = verdicts.flatMap((verdict) =>
      'left' in verdict && verdict.left === kind ? [nameOf(verdict.sleeper)] : [],
    );
    return names.length === 0 ? [] : [{ kind, text: noticeTexts[kind], names }];
  });
}
