import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Variables } from '../config/environment-variables.js';
import { UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { unreadable } from '../yaml/text-file.js';
import type { ChosenContext } from './choose-context.js';
import { UnauthenticatedError } from './errors.js';
import { type ExecCredential, execCredential } from './exec-credential.js';
import { execPluginOf } from './exec-plugin.js';
import { type Fields, isFields, isText } from './kubeconfig-files.js';
import { proxyOf } from './proxy-url.js';

/** What a request needs to be let in. */
export interface Credentials {
  readonly tls: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized' | 'servername'>;
  readonly headers: Readonly<Record<string, string | string[]>>;
  /** When the way is through a proxy. */
  readonly proxy: Agent | undefined;
  /** Milliseconds since the epoch; undefined when nobody says. */
  readonly expiresAt: number | undefined;
}

export interface CredentialSurroundings {
  readonly env: Variables;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads certificates and tokens, runs the credential plugin, renews tokens: all but the plugin is the work of the
 * library's KubeConfig, which is loaded here.
 * @throws UnauthenticatedError, or UsageError when a file of the kubeconfig can't be read
 */
export async function loadCredentials(
  context: ChosenContext,
  surroundings: CredentialSurroundings,
): Promise<Credentials> {
  const plugin = execPluginOf(context);
  const [{ KubeConfig }, given] = await Promise.all([
    import('@kubernetes/client-node/dist/config.js'),
    plugin === undefined ? undefined : execCredential(plugin, surroundings),
  ]);
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(JSON.stringify(documentOf(context, surroundings.env)));
  const options: RequestOptions = { headers: {}, timeout: surroundings.timeoutMs };
  try {
    await kubeConfig.applyToHTTPSOptions(options);
  } catch (error) {
    throw explain(error, context);
  }
  return credentialsOf(options, context, given);
}

function credentialsOf(
  { ca, cert, key, rejectUnauthorized, servername, headers, auth, agent }: RequestOptions,
  context: ChosenContext,
  given: ExecCredential | undefined,
): Credentials {
  const bearer = given?.token ?? bearerOf(headers);
  const basic = isText(auth) ? `Basic ${Buffer.from(auth).toString('base64')}` : undefined;
  const authorization = bearer === undefined ? basic : `Bearer ${bearer.trim()}`;
  const sent = { ...(authorization === undefined ? {} : { authorization }), ...impersonation(context.user) };
  // Node's error for it is a bug's.
  if (
    !Object.values(sent)
      .flat()
      .every((value) => /^[\x20-\x7e]*$/.test(value))
  )
    throw new UnauthenticatedError(
      `The credentials of the kubeconfig's user ${printable(context.userName)} can't be sent: there are characters in them that no token and no name has.`,
    );
  const hasProxy = agent instanceof Object && 'proxy' in agent;
  return {
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...keyPairOf({ cert, key }, given),
      ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
      ...(servername === undefined ? {} : { servername }),
    },
    headers: sent,
    proxy: hasProxy ? agent : undefined,
    expiresAt: given?.expiresAt,
  };
}

function keyPairOf({ cert, key }: Pick<RequestOptions, 'cert' | 'key'>, given: ExecCredential | undefined) {
  if (given?.certificate !== undefined) return { cert: given.certificate, key: given.key ?? '' };
  return { ...(cert === undefined ? {} : { cert }), ...(key === undefined ? {} : { key }) };
}

function bearerOf(headers: RequestOptions['headers']): string | undefined {
  const value = isFields(headers) ? headers['Authorization'] : undefined;
  return typeof value === 'string' ? /^Bearer\s+(\S[\s\S]*)$/.exec(value)?.[1] : undefined;
}

/** The library knows the first of these only. */
function impersonation(user: Fields): Record<string, string | string[]> {
  const groups = user['as-groups'];
  return {
    ...(isText(user['as']) ? { 'impersonate-user': user['as'] } : {}),
    ...(isText(user['as-uid']) ? { 'impersonate-uid': user['as-uid'] } : {}),
    ...(Array.isArray(groups) && groups.length > 0 ? { 'impersonate-group': groups.map(String) } : {}),
  };
}

/** A kubeconfig of this one context, in words that the library reads as kubectl reads the original. */
function documentOf(context: ChosenContext, env: Variables): Fields {
  const { name, server } = context;
  const { exec: _, tokenFile, ...user } = context.user;
  const proxy = proxyOf(context, env);
  const cluster = {
    ...context.cluster,
    server,
    ...(proxy === undefined ? {} : { 'proxy-url': proxy }),
    // The library wants it said that there is no TLS to verify.
    ...(server.startsWith('http:') ? { 'insecure-skip-tls-verify': true } : {}),
  };
  const fromFile = { 'auth-provider': { name: 'tokenFile', config: { tokenFile } } };
  return {
    clusters: [{ name, cluster }],
    users: [{ name, user: isText(tokenFile) && !isText(user['token']) ? { ...user, ...fromFile } : user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
}

/** In our own words: a library's may quote what a provider printed, tokens included. */
function explain(error: unknown, { name, user, userName }: ChosenContext): Error {
  if (error instanceof Error && 'path' in error && isText(error.path))
    return new UsageError(
      `Can't use the context "${printable(name)}". ${unreadable(printable(error.path), error)}`,
    );
  const provider = isFields(user['auth-provider']) ? user['auth-provider']['name'] : undefined;
  const how = isText(provider) ? ` by the provider ${printable(provider)}` : '';
  return new UnauthenticatedError(
    `Can't get the credentials of the kubeconfig's user ${printable(userName)}${how}.`,
    { hint: 'kubectl may know how, and writes what it gets into the kubeconfig: kubectl auth whoami' },
  );
}
