import type { Conditions } from './conditions.js';

/** What a statement is about, and what must be so for it. */
export interface Resource {
  readonly arns: readonly string[];
  readonly conditions: Conditions | undefined;
}
