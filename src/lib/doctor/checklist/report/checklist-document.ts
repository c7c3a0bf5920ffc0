import type { Target } from '../../../change/plan-document.js';
import type { Checklist } from '../rows.js';

/** The documented shape of `doctor --checklist -o json`. */
const checklistSchema = 'exops.checklist/v1';

export interface LookedThrough extends Checklist {
  readonly target: Target;
  /** When it began; milliseconds since the epoch. */
  readonly at: number;
  readonly tookMs: number;
}

/** A checklist for programs. */
export function checklistDocument({ target, rows, at, tookMs, exitCode }: LookedThrough) {
  return {
    schema: checklistSchema,
    target,
    at: new Date(at).toISOString(),
    tookMs: Math.round(tookMs),
    rows: rows.map(({ what, state, notes, problems, next, isRight, tookMs: took }) => ({
      ...{ what, state, notes, problems, next, isRight, tookMs: Math.round(took) },
    })),
    exitCode,
  };
}
