import { X509Certificate } from 'node:crypto';
import { printable } from '../terminal/printable.js';
import type { ChosenContext } from './choose-context.js';
import type { Credentials } from './credentials.js';
import { UnauthenticatedError } from './errors.js';
import { execPluginOf } from './exec-plugin.js';

/**
 * 401, as often as it was tried.
 * @param now milliseconds since the epoch
 */
export function explainUnauthenticated(
  context: ChosenContext,
  credentials: Credentials | undefined,
  now: number,
): UnauthenticatedError {
  const expired = credentials === undefined ? undefined : expiryOf(credentials);
  const why =
    expired !== undefined && expired.at < now ? `: ${expired.what} expired ${sayTime(expired.at)}` : '';
  return new UnauthenticatedError(
    `The API server doesn't accept the credentials of the kubeconfig's user ${printable(context.userName)}${why} (401).`,
    { hint: sayNext(context) },
  );
}

interface Expiry {
  readonly what: string;
  readonly at: number;
}

function expiryOf({ headers, tls }: Credentials): Expiry | undefined {
  const token = /^Bearer [^.]+\.([^.]+)\./.exec(String(headers['authorization'] ?? ''))?.[1];
  if (token !== undefined) return tokenExpiry(token);
  if (headers['authorization'] !== undefined || tls.cert === undefined) return undefined;
  try {
    return { what: 'its certificate', at: Date.parse(new X509Certificate(String(tls.cert)).validTo) };
  } catch {
    return undefined;
  }
}

function tokenExpiry(payload: string): Expiry | undefined {
  try {
    const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { exp?: unknown };
    return typeof exp === 'number' ? { what: 'its token', at: exp * 1000 } : undefined;
  } catch {
    return undefined;
  }
}

function sayTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

function sayNext(context: ChosenContext): string {
  const plugin = execPluginOf(context);
  if (plugin === undefined)
    return 'Have the kubeconfig written anew. On EKS: aws eks update-kubeconfig --name CLUSTER';
  return `They are what ${printable(plugin.command)} gave: log in again with it, and see that the cluster knows that user.`;
}
