import {
  AwsCredentialsError,
  AwsThrottledError,
  AwsUnreachableError,
  MissingRightError,
} from '../../aws/aws-errors.js';
import { findingOf } from '../finding-of.js';
import type { Finding } from '../model.js';
import type { ProblemId } from '../problems/problems.js';

/** What was thrown, as a break whose commands stand on lines of their own. @param problem when AWS says nothing better */
export function explained(error: unknown, problem: ProblemId = 'step-failed'): Finding {
  const { next, ...finding } = findingOf(error, problemOfAws(error) ?? problem);
  return next === undefined ? finding : { ...finding, next: next.flatMap(commandsApart) };
}

/** What could not be looked at for want of a right, or of an answer: nothing need be broken by that. */
export function notRead(error: unknown): Finding {
  const { access: _, ...finding } = explained(error);
  return { ...finding, verdict: 'warning' };
}

function problemOfAws(error: unknown): ProblemId | undefined {
  if (error instanceof AwsUnreachableError) return 'aws-unreachable';
  if (error instanceof AwsThrottledError) return 'aws-throttled';
  if (error instanceof MissingRightError) return 'aws-right-missing';
  return error instanceof AwsCredentialsError ? 'aws-credentials-refused' : undefined;
}

const withCommand = /^(.*[^:]:) ((?:aws|exops) [a-z].*?)$/;

/** `Try: aws sso login` as `aws sso login`, and `Start it with: aws ec2 …` as two lines. */
function commandsApart(line: string): readonly string[] {
  const [, words, command] = withCommand.exec(line) ?? [];
  if (words === undefined || command === undefined) return [line];
  return words === 'Try:' ? [command] : [words, command];
}
