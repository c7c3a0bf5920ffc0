import type { FieldChange, Refusal, Severity } from '../../change/plan.js';
import type { TopicWork } from '../work.js';

/** What one rule has to say about one topic; the plan puts the findings of all rules together. */
export interface Finding {
  readonly fields?: readonly FieldChange[];
  readonly severity?: Severity;
  readonly cautions?: readonly string[];
  readonly work?: TopicWork;
  /** Attributes that can't or mustn't be changed as wanted. */
  readonly refusals?: readonly Pick<Refusal, 'field' | 'reason' | 'access'>[];
}

export const nothing: Finding = {};

/** A field whose values need no translation for people. */
export function plainField(
  name: string,
  before: string | null,
  after: string | null,
  note?: string,
): FieldChange {
  return { name, before, after, shown: { before, after }, ...(note === undefined ? {} : { note }) };
}
