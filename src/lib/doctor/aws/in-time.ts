import type { Clock } from '../../../context.js';
import { abortable } from '../../abortable.js';
import { AwsUnreachableError } from '../../aws/aws-errors.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import type { DoctorDeps } from '../doctor-deps.js';

/** The longest that one question to AWS may take, with its retries; milliseconds. */
const usualLimitMs = 8_000;

/** Of a step that asks AWS a few things one after the other. */
export function awsDeadlineMs({ timeoutMs = usualLimitMs }: Pick<DoctorDeps, 'timeoutMs'>): number {
  return 3 * timeoutMs;
}

/** @throws AwsUnreachableError when no answer came in time; what the question throws; the signal's reason */
export async function inTime<Answer>(
  {
    clock,
    timeoutMs = usualLimitMs,
  }: Pick<DoctorDeps, 'timeoutMs'> & { readonly clock: Pick<Clock, 'sleep'> },
  signal: AbortSignal,
  what: string,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const over = new AbortController();
  const own = AbortSignal.any([signal, over.signal]);
  const late = clock.sleep(timeoutMs, own).then(
    () => {
      throw new AwsUnreachableError(
        undefined,
        `AWS doesn't answer for ${what}: nothing in ${formatElapsed(timeoutMs)}.`,
        {
          hint: 'A firewall that drops packets looks like this, and so does a proxy that is not named in HTTPS_PROXY.',
        },
      );
    },
    () => new Promise<never>(() => {}),
  );
  try {
    return await abortable(Promise.race([ask(own), late]), signal);
  } finally {
    over.abort();
  }
}
