import { AccessError, ExopsError, messageOf } from '../errors.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { printable } from '../terminal/printable.js';
import type { Finding } from './model.js';
import type { ProblemId } from './problems/problems.js';

/** What was thrown, as a break: its message, its hint as the next things to do, and whether it is a right that is missing. */
export function findingOf(error: unknown, problem: ProblemId = 'step-failed'): Finding {
  const [saw = '', ...details] = messageOf(error).split('\n').map(printable);
  const hint = error instanceof ExopsError ? error.hint?.split('\n').map(printable) : undefined;
  const next = [...details, ...(hint ?? [])];
  return {
    verdict: 'broken',
    saw,
    problem,
    ...(next.length === 0 ? {} : { next }),
    ...(error instanceof AccessError ? { access: true } : {}),
  };
}

/** A step that took longer than it may. */
export function noAnswerIn(deadlineMs: number): Finding {
  return {
    verdict: 'broken',
    saw: `no answer in ${formatElapsed(deadlineMs)}`,
    problem: 'no-answer',
    next: ['Wait longer for each answer with --timeout 30s, and see with --verbose what is asked.'],
  };
}
