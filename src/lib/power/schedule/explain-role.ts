import { AwsError } from '../../aws/aws-errors.js';
import { messageOf } from '../../errors.js';

/** Whether Scheduler says that it can't take on the role that a schedule names. */
export function isAboutRole(error: unknown): boolean {
  return (
    error instanceof AwsError &&
    error.code === 'ValidationException' &&
    /assume the role/i.test(error.message)
  );
}

/** Why a schedule wasn't written; of Scheduler's word on the role, what to do about it. */
export function explainWrite(error: unknown, roleArn: string): string {
  if (!isAboutRole(error)) return messageOf(error);
  return [
    messageOf(error),
    `The trust policy of ${roleArn} must let scheduler.amazonaws.com in, as exops dev schedule policy prints it.`,
    'If it does, and is only some seconds old, run this again in a minute.',
  ].join('\n');
}
