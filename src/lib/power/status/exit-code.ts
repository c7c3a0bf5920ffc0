import { type ExitCode, exitCodes } from '../../errors.js';
import type { SleepEntry } from '../sleep-entry.js';
import type { Unread } from './unread.js';

/**
 * How a command that shows what it can read ends: failed where something didn't answer; for want of a right only where a line
 * of the list couldn't be read, and not where no more than prices, bills or schedules are left out.
 * @param unknown lines of the list of which nothing could be read
 */
export function exitCodeOf({
  unread,
  unknown,
}: {
  readonly unread: readonly Unread[];
  readonly unknown: readonly SleepEntry[];
}): ExitCode {
  if (unread.some(({ isRight }) => !isRight)) return exitCodes.failed;
  return unknown.length > 0 ? exitCodes.access : exitCodes.ok;
}
