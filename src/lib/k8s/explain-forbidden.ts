import type { ApiCall } from './api-call.js';
import type { ApiStatus } from './api-status.js';
import { ForbiddenError, UnauthenticatedError } from './errors.js';
import { hideTokens, shortWords } from './hide-tokens.js';

/**
 * 403, in words of who may not do what, where.
 * @param roleCommand prints the Role that exops needs
 */
export function explainForbidden(
  call: ApiCall,
  { message }: ApiStatus,
  roleCommand = 'exops k8s rbac',
): ForbiddenError | UnauthenticatedError {
  const failed = `Can't ${call.action}`;
  const right = parseForbidden(message);
  if (right === undefined) return new ForbiddenError(`${failed}: ${sayOther(call, message)}.`);
  if (right.user === 'system:anonymous')
    return new UnauthenticatedError(`${failed}: the API server doesn't know who asks.`, {
      hint: "The kubeconfig's user has no credentials, or none that this cluster takes.",
    });
  const group = right.group === '' ? '' : `.${right.group}`;
  const what = `${right.verb} ${right.resource}${group}`;
  const isForAll = right.namespace === undefined;
  const where = isForAll
    ? 'in the whole cluster'
    : `in the namespace ${right.namespace}, or the namespace does not exist`;
  return new ForbiddenError(`${failed}: ${shortWords(`the user ${right.user} may not ${what} ${where}`)}.`, {
    hint: isForAll
      ? 'No Role can give this right: it takes a ClusterRole, or an admin who does it.'
      : `The Role that exops needs: ${roleCommand}`,
  });
}

interface RefusedRight {
  readonly user: string;
  readonly verb: string;
  readonly resource: string;
  readonly group: string;
  readonly namespace: string | undefined;
}

/** `User "kim" cannot get resource "secrets" in API group "" in the namespace "dev"` */
const words =
  /User "([^"]*)" cannot (\w+) resource "([^"]*)" in API group "([^"]*)"(?: in the namespace "([^"]*)")?/;

function parseForbidden(message: string): RefusedRight | undefined {
  const found = words.exec(message);
  if (found === null) return undefined;
  const [, user = '', verb = '', resource = '', group = '', namespace] = found;
  return { user, verb, resource, group, namespace };
}

/** Not a missing right: an admission controller's or a quota's refusal, whose words may quote what was sent. */
function sayOther({ isSecret }: ApiCall, message: string): string {
  const [webhook] = /admission webhook "[^"]*" denied the request/.exec(message) ?? [];
  if (!isSecret) return hideTokens(message) || 'it is forbidden (403)';
  if (webhook !== undefined) return shortWords(webhook);
  if (/being terminated/.test(message)) return 'the namespace is being deleted';
  return /exceeded quota/.test(message) ? 'a quota of the namespace is used up' : 'it is forbidden (403)';
}
