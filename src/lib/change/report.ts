import { formatElapsed } from '../terminal/elapsed.js';
import type { Palette } from '../terminal/palette.js';
import { formatCount } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import type { Outcome } from './outcome.js';
import type { Action, Plan } from './plan.js';

const pastTense: Record<Action, string> = { create: 'created', change: 'changed', delete: 'deleted' };
const listedFailures = 20;

export interface ReportInput {
  readonly plan: Plan;
  readonly outcomes: readonly Outcome[];
  readonly elapsedMs: number;
  readonly verified: boolean;
  readonly journalFile: string;
}

/** What a person reads after an apply: each failure in the system's words, then one line with the sum. */
export function reportLines(input: ReportInput, palette: Palette): string[] {
  const { plan, outcomes } = input;
  const missed = outcomes.filter(({ status }) => status === 'failed' || status === 'unknown');
  const notTried = outcomes.filter(({ status }) => status === 'not tried').length;
  const complete = missed.length === 0 && notTried === 0;
  const sum = [
    ...doneCounts(plan, outcomes),
    ...count(outcomes, 'failed', 'failed'),
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
    `${complete ? palette.good('✓') : palette.danger('✗')} ${sum}${verified}${refused}`,
    ...(complete ? [] : [`  ${whatNext(outcomes)} Record: ${input.journalFile}`]),
  ];
}

function whatNext(outcomes: readonly Outcome[]): string {
  return outcomes.some(({ status }) => status === 'unknown' || status === 'not tried')
    ? 'Run the same command again: it goes on from here.'
    : 'Put right what was refused, then run the command again.';
}

function failureLine({ name, reason, status }: Outcome, palette: Palette): string {
  const mark = palette.danger(status === 'unknown' ? '?' : '✗');
  const lines = (reason ?? 'failed').split('\n').map(printable);
  return `${mark} ${printable(name)}: ${lines.join('\n    ')}`;
}

function doneCounts(plan: Plan, outcomes: readonly Outcome[]): string[] {
  const done = new Set(outcomes.filter(({ status }) => status === 'done').map(key));
  return (['create', 'change', 'delete'] as const).flatMap((action) => {
    const ended = plan.changes.filter((change) => change.action === action && done.has(key(change)));
    return ended.length > 0 ? [`${formatCount(ended.length)} ${pastTense[action]}`] : [];
  });
}

function count(outcomes: readonly Outcome[], status: Outcome['status'], word: string): string[] {
  const number = outcomes.filter((outcome) => outcome.status === status).length;
  return number > 0 ? [`${formatCount(number)} ${word}`] : [];
}

function key({ kind, name }: { kind: string; name: string }): string {
  return `${kind} ${name}`;
}
