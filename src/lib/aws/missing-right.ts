import type { AwsCall } from './aws-call.js';
import { type MissingRight, MissingRightError } from './aws-errors.js';
import { redact } from './redact.js';

const refusals: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthException',
  'AuthorizationError',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

/** Whether that is how AWS says that a right is missing. */
export function isMissingRight(code: string): boolean {
  return refusals.has(code.replace(/^Client\./, ''));
}

/** Which right is missing, as AWS words it; undefined when it doesn't say. */
export function parseMissingRight(message: string): MissingRight | undefined {
  const part = (words: RegExp) => words.exec(message)?.[1];
  const action = part(/not authorized to perform:? ([\w-]+:\w+)/i);
  if (action === undefined) return undefined;
  const resource = part(/ on (?:the )?resource: (\S+?)[.,]?(?:\s|$)/i);
  return {
    action,
    resource: resource === '*' ? undefined : resource,
    principal: part(/User: (\S+) is not authorized/i),
    reason: part(/ (?:because|with(?= an explicit)) (.+?)(?:\.\s|\.?$)/i),
  };
}

/** The error that tells which right is missing, from AWS's words or else from what was asked. */
export function missingRightError(message: string, call: AwsCall, cause: unknown): MissingRightError {
  const words = redact(message);
  const told = parseMissingRight(words);
  const right = told ?? { ...{ principal: undefined, reason: undefined, resource: undefined }, ...call };
  const on = right.resource === undefined ? '' : ` on ${right.resource}`;
  const whatFor = right.action === call.action ? '' : `, which ${call.action} needs`;
  const why = (told === undefined ? words : sayReason(told.reason)).replace(/\.?$/, '.');
  return new MissingRightError(right, `AWS doesn't allow ${right.action}${on}${whatFor}: ${why}`, {
    hint: `${sayPrincipal(right)}Have the right added to its policies, or take another profile.`,
    cause,
  });
}

function sayReason(reason = 'the right is missing'): string {
  return reason.startsWith('an explicit') ? `there is ${reason}` : reason;
}

function sayPrincipal({ principal }: MissingRight): string {
  return principal === undefined ? '' : `It was asked as ${principal}. `;
}
