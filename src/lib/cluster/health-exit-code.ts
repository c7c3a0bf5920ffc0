import { type ExitCode, exitCodes } from '../errors.js';
import { isWrong } from './judge-partition.js';
import type { HealthReport } from './read-health.js';

/**
 * What is missing for want of a right, or since the cluster doesn't know a request, fails nothing. But a check that saw no
 * topic at all passes only where brokers say that there is none.
 */
export function healthExitCode(
  { troubled, unread, unknown, nothing }: Pick<HealthReport, 'troubled' | 'unread' | 'unknown' | 'nothing'>,
  isCheck: boolean,
): ExitCode {
  if (isCheck && troubled.some(isWrong)) return exitCodes.pending;
  if (isCheck && nothing === 'hidden') return exitCodes.access;
  if (isCheck && nothing === 'unclear') return exitCodes.failed;
  const isPartial = unknown.length > 0 || unread.some(({ kind }) => kind === 'no answer');
  return isPartial ? exitCodes.failed : exitCodes.ok;
}
