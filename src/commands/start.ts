import type { Context } from '../context.js';
import type { ColorChoice } from '../lib/terminal/color.js';

/** Flags that every command has. */
export interface CommonOptions {
  readonly color: ColorChoice;
  /** False with `--no-input`. */
  readonly input: boolean;
  readonly verbose: boolean;
}

/**
 * Gives a command its context and keeps its exit code; a test passes another one than `main` does.
 * @param work returns one of `exitCodes`, or a remote status
 * @param failureCode the exit code of every failure of ours but an interruption, where others are remote statuses
 */
export type Start = (
  options: CommonOptions,
  work: (context: Context) => Promise<number>,
  failureCode?: number,
) => Promise<void>;
