import type { Context } from '../context.js';
import type { ExitCode } from '../lib/errors.js';
import type { ColorChoice } from '../lib/terminal/color.js';

/** Flags that every command has. */
export interface CommonOptions {
  readonly color: ColorChoice;
  /** False with `--no-input`. */
  readonly input: boolean;
  readonly verbose: boolean;
}

/** Gives a command its context and keeps its exit code; a test passes another one than `main` does. */
export type Start = (options: CommonOptions, work: (context: Context) => Promise<ExitCode>) => Promise<void>;
