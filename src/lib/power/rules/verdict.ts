import type { FieldChange, Refusal } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import type { Sleeper } from '../model.js';
import type { PowerWork, SleepWork, WakeWork } from '../work.js';
import type { Chosen } from './choose.js';
import { nameOf, resourceKind } from './names.js';

/** What is left alone, by what is said about it. */
export type LeftAlone =
  | 'asleep'
  | 'asleep by the schedule'
  | 'awake'
  | 'waking'
  | 'skipped'
  | 'manual'
  | 'stopped by others'
  | 'unusable';

type WithoutStage<Work extends PowerWork> = Omit<Work, 'stage' | 'sleeper'>;

/** A change whose stage isn't known yet. */
export interface Draft {
  readonly chosen: Chosen;
  readonly work: WithoutStage<SleepWork> | WithoutStage<WakeWork>;
  readonly fields: readonly FieldChange[];
}

export type Verdict =
  | { readonly draft: Draft }
  | { readonly refusal: Refusal; readonly holdsAllBack?: true }
  | { readonly left: LeftAlone; readonly sleeper: Sleeper };

/** @param reason may hold words from outside */
export function refused(sleeper: Sleeper, reason: string): Verdict {
  return { refusal: { kind: resourceKind, name: nameOf(sleeper), reason: printable(reason) } };
}
