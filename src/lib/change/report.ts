import { formatElapsed } from '../terminal/elapsed.js';
import type { Palette } from '../terminal/palette.js';
import { formatCount } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import type { ApplyEvent } from './capability.js';
import { changeKey, type Outcome } from './outcome.js';
import { type Action, actions, type Plan } from './plan.js';

const pastTense: Record<Action, string> = {
  create: 'created',
  change: 'changed',
  restart: 'restarted',
  delete: 'deleted',
};
const listedFailures = 20;

export interface ReportInput {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  readonly elapsedMs: number;
  readonly verified: boolean;
  readonly journalFile: string;
  /** What to do about a change that isn't complete, in the capability's words. */
  readonly goOn?: string | undefined;
}

/** What a person reads after an apply: each failure in the system's words, then one line with the sum. */
export function reportLines(input: ReportInput, palette: Palette): string[] {
  const { plan, outcomes } = input;
  const missed = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
  const notTried = outcomes.filter(({ status }) => status === 'not tried').length;
  const complete = outcomes.every(({ status }) => status === 'done');
  const isAsBefore = isRolledBack(outcomes);
  const sum = [
    ...doneCounts(plan, outcomes),
    ...count(outcomes, 'failed', 'failed'),
    ...count(outcomes, 'restored', 'put back'),
    ...count(outcomes, 'unknown', 'uncertain'),
    ...(notTried > 0 ? [`${formatCount(notTried)} not tried`] : []),
  ].join(', ');
  const verified = input.verified ? `, verified in ${formatElapsed(input.elapsedMs)}` : ', not verified';
  const refused = plan.refusals.length > 0 ? ` · ${formatCount(plan.refusals.length)} refused` : '';
  return [
    ...missed.slice(0, listedFailures).map((outcome) => failureLine(outcome, palette)),
    ...(missed.length > listedFailures
      ? [`  … and ${formatCount(missed.length - listedFailures)} more`]
      : []),
    isAsBefore
      ? `${palette.danger('✗')} Rolled back in ${formatElapsed(input.elapsedMs)}: nothing has changed.`
      : `${complete ? palette.good('✓') : palette.danger('✗')} ${sum}${verified}${refused}`,
    ...(complete && !input.verified && input.goOn !== undefined ? [`  ${input.goOn}`] : []),
    ...(complete ? [] : [`  ${isAsBefore ? '' : `${whatNext(input)} `}Record: ${input.journalFile}`]),
  ];
}

/** Something was done, and all of it is undone. */
function isRolledBack(outcomes: readonly Outcome[]): boolean {
  const asBefore = outcomes.every(({ status }) => status !== 'done' && status !== 'unknown');
  return asBefore && outcomes.some(({ status }) => status === 'restored');
}

function whatNext({ outcomes, goOn }: ReportInput): string {
  const isHalfDone = outcomes.some(({ status }) => status === 'done' || status === 'unknown');
  if (goOn !== undefined && isHalfDone) return goOn;
  return outcomes.some(({ status }) => status === 'unknown' || status === 'not tried')
    ? 'Run the same command again: it goes on from here.'
    : 'Put right what was refused, then run the command again.';
}

/** `✓ secret patched`: what a person reads while a plan is applied. */
export function eventLine({ mark, text }: ApplyEvent, palette: Palette): string {
  const sign = { done: palette.good('✓'), failed: palette.danger('✗'), back: palette.caution('↩') }[mark];
  return `${sign} ${text.split('\n').map(printable).join('\n    ')}`;
}

function failureLine({ name, reason, status }: Outcome, palette: Palette): string {
  const mark = palette.danger(status === 'unknown' ? '?' : '✗');
  const lines = (reason ?? 'failed').split('\n').map(printable);
  return `${mark} ${printable(name)}: ${lines.join('\n    ')}`;
}

function doneCounts(plan: Plan, outcomes: readonly Outcome[]): string[] {
  const done = new Set(outcomes.filter(({ status }) => status === 'done').map(changeKey));
  return actions.flatMap((action) => {
    const ended = plan.changes.filter((change) => change.action === action && done.has(changeKey(change)));
    return ended.length > 0 ? [`${formatCount(ended.length)} ${pastTense[action]}`] : [];
  });
}

function count(outcomes: readonly Outcome[], status: Outcome['status'], word: string): string[] {
  const number = outcomes.filter((outcome) => outcome.status === status).length;
  return number > 0 ? [`${formatCount(number)} ${word}`] : [];
}
