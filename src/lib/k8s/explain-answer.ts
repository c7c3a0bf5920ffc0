import type { ErrorDetails, ExopsError } from '../errors.js';
import { type ApiCall, isSafe } from './api-call.js';
import { type ApiStatus, parseStatus } from './api-status.js';
import {
  ConflictError,
  ExpiredError,
  GarbledError,
  GoneError,
  InvalidError,
  KubernetesError,
  UncertainError,
} from './errors.js';
import { explainForbidden } from './explain-forbidden.js';
import { hideTokens, shortWords } from './hide-tokens.js';
import type { HttpAnswer } from './transport.js';

/**
 * Says what it means that the API server refused; 401 isn't for it.
 * @param roleCommand prints the Role that exops needs
 */
export function explainAnswer(call: ApiCall, answer: HttpAnswer, roleCommand?: string): ExopsError {
  const status = parseStatus(answer.text);
  if (answer.status >= 500 && !isSafe(call)) return doubtful(call, sayOther(call, answer, status));
  if (!status.isStatus) return explainStranger(call, answer);
  const failed = `Can't ${call.action}`;
  switch (answer.status) {
    case 403:
      return explainForbidden(call, status, roleCommand);
    case 404:
      return new GoneError(`${failed}: ${sayGone(status)}.`);
    case 409:
      return new ConflictError(`${failed}: ${sayConflict(status)}.`, {
        hint: 'Nothing was written. Run the command again: it starts from what is there now.',
      });
    case 410:
      return new ExpiredError(`${failed}: the list is too old to go on with (410).`);
    case 422:
      return new InvalidError(status.causes, `${failed}: ${sayInvalid(call, status)}.`);
    default:
      return new KubernetesError(`${failed}: ${sayOther(call, answer, status)}.`, hintOf(answer));
  }
}

/** Something that isn't an API server answered, or something before it. */
export function explainStranger(
  call: ApiCall,
  { status, type }: Pick<HttpAnswer, 'status' | 'type'>,
): GarbledError | UncertainError {
  const what = type === '' ? 'without saying what it is' : `with ${shortWords(type.split(';')[0] ?? '')}`;
  const why = `the server answered ${status} ${what}, which isn't how an API server answers`;
  if (isDone(status) && !isSafe(call)) return doubtful(call, why);
  return new GarbledError(status, `Can't ${call.action}: ${why}.`, {
    hint: 'See where the server of the context leads: kubectl config view --minify. A proxy or a login page may be in between.',
  });
}

/** The answer stopped being JSON, or isn't what was asked for. */
export function explainGarbled(call: ApiCall): GarbledError | UncertainError {
  const why = "the server's answer makes no sense (cut short, or no object)";
  return isSafe(call) ? new GarbledError(undefined, `Can't ${call.action}: ${why}.`) : doubtful(call, why);
}

/** The answer is an object without name and uid, which no API server's is. */
export function explainNameless(call: ApiCall): KubernetesError {
  const why = 'the server answered with an object without name and uid';
  return isSafe(call) ? new KubernetesError(`Can't ${call.action}: ${why}.`) : doubtful(call, why);
}

function isDone(status: number): boolean {
  return status >= 200 && status < 300;
}

function doubtful({ action }: ApiCall, why: string): UncertainError {
  return new UncertainError(`It is not known whether exops could ${action}: ${why}.`, {
    hint: 'It was asked for. Look at it before you try again.',
  });
}

function sayGone({ message }: ApiStatus): string {
  const missing = /namespaces "[^"]*" not found/.test(message);
  return missing ? 'there is no such namespace' : "it isn't there (404)";
}

function sayConflict({ reason }: ApiStatus): string {
  if (reason === 'AlreadyExists') return 'it exists already';
  return 'somebody else changed it in the meantime (409)';
}

/** Fields and reasons only, where the words could quote a secret: the server repeats what it was sent. */
function sayInvalid({ isSecret }: ApiCall, { message, causes }: ApiStatus): string {
  const fields = causes.map(({ field, reason }) => hideTokens(`${field} (${reason})`)).join(', ');
  if (isSecret) return `the server calls it invalid${fields === '' ? '' : `: ${shortWords(fields)}`}`;
  return `the server calls it invalid: ${hideTokens(message) || shortWords(fields)}`;
}

function sayOther({ isSecret }: ApiCall, { status }: HttpAnswer, { message, reason }: ApiStatus): string {
  const code = `${reason === undefined ? '' : `${hideTokens(reason)}, `}HTTP ${status}`;
  return isSecret || message === '' ? `the server failed (${code})` : `${hideTokens(message)} (${code})`;
}

function hintOf({ status }: HttpAnswer): ErrorDetails {
  if (status === 429) return { hint: 'The API server has too much to do right now. Try again in a minute.' };
  return status >= 500 ? { hint: "It is the API server's own trouble. Try again in a minute." } : {};
}
