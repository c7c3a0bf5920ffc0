import { type ExitCode, exitCodes } from '../errors.js';
import { isWrong } from './judge-partition.js';
import type { HealthReport } from './read-health.js';

/** What is missing for want of a right, or since the cluster doesn't know a request, fails nothing. */
export function healthExitCode(
  { troubled, unread, unknown }: Pick<HealthReport, 'troubled' | 'unread' | 'unknown'>,
  isCheck: boolean,
): ExitCode {
  if (isCheck && troubled.some(isWrong)) return exitCodes.pending;
  const isPartial = unknown.length > 0 || unread.some(({ kind }) => kind === 'no answer');
  return isPartial ? exitCodes.failed : exitCodes.ok;
}
