import { type Variables, variable } from '../config/environment-variables.js';
import { printable } from '../terminal/printable.js';
import type { ChosenContext } from './choose-context.js';
import { isText } from './kubeconfig-files.js';

/** The proxy on the way to the context's server: the kubeconfig's, else the variables'. */
export function proxyOf({ cluster, server }: ChosenContext, env: Variables): string | undefined {
  const named = cluster['proxy-url'];
  return isText(named) ? named : proxyFromVariables(server, env);
}

/** The way to the server, for messages. What lets us into the proxy isn't in it. */
export function sayWay(context: ChosenContext, env: Variables): string {
  const proxy = proxyOf(context, env);
  const server = printable(context.server);
  if (proxy === undefined) return server;
  const host = URL.canParse(proxy) ? new URL(proxy).host : '';
  return `${server} through the proxy ${printable(host)}`;
}

/** The proxy that the variables want for this server, as kubectl reads them; undefined for none. */
export function proxyFromVariables(server: string, env: Variables): string | undefined {
  const { protocol, hostname } = new URL(server);
  if (protocol !== 'https:' || isExcepted(hostname, either(env, 'NO_PROXY'))) return undefined;
  const proxy = either(env, 'HTTPS_PROXY');
  if (proxy === undefined) return undefined;
  return /^[a-z0-9]+:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

function either(env: Variables, name: string): string | undefined {
  return variable(env, name) ?? variable(env, name.toLowerCase());
}

/** `NO_PROXY=example.org,.internal,*`; this machine never needs one. */
function isExcepted(host: string, list = ''): boolean {
  if (host === 'localhost' || host === '[::1]' || host.startsWith('127.')) return true;
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase().replace(/:\d+$/, ''))
    .some((entry) => entry === '*' || (entry !== '' && isWithin(host, entry.replace(/^\*?\./, ''))));
}

function isWithin(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}
