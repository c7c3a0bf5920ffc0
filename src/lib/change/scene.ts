import type { Context } from '../../context.js';
import type { Progress } from '../terminal/progress.js';
import type { GivenAnswers } from './confirmation.js';
import type { Target } from './plan-document.js';

export type OutputFormat = 'table' | 'json' | 'yaml';

export interface ChangeOptions extends GivenAnswers {
  /** Only show the plan. */
  readonly dryRun: boolean;
  /** Only say, by the exit code, whether there would be changes. */
  readonly check: boolean;
  readonly output: OutputFormat;
}

/** Everything about a run but what it changes. */
export interface ChangeScene {
  readonly context: Context;
  readonly progress: Progress;
  readonly options: ChangeOptions;
  /** As typed, without flags: `topics sync`. */
  readonly command: string;
  readonly target: Target;
  /** The environment's name, or the cluster's address: what `Apply to …?` asks about. */
  readonly place: string;
  readonly isProtected: boolean;
  /** What the observation reads, for the progress line: `Reading 12 topics`. */
  readonly observing: string;
}
