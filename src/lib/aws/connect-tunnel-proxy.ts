import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { type Variables, variable } from '../config/environment-variables.js';
import { ExopsError, messageOf } from '../errors.js';
import { printable } from '../terminal/printable.js';

/**
 * The proxy for a websocket, from https_proxy or HTTPS_PROXY, unless no_proxy or NO_PROXY names its host: by name, by
 * a domain that it is in, or by `*`; with a port or without.
 * @throws ExopsError when the proxy's address isn't one
 */
export function proxyFor(url: URL, env: Variables): URL | undefined {
  const proxy = variable(env, 'https_proxy') ?? variable(env, 'HTTPS_PROXY');
  if (proxy === undefined) return undefined;
  const exceptions = (variable(env, 'no_proxy') ?? variable(env, 'NO_PROXY') ?? '').split(/[\s,]+/);
  if (exceptions.some((exception) => covers(exception, url))) return undefined;
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (URL.canParse(address) && /^https?:/.test(address)) return new URL(address);
  throw new ExopsError('HTTPS_PROXY is not the address of an HTTP proxy.', {
    hint: 'Write it as in http://proxy.example.org:3128.',
  });
}

function covers(exception: string, url: URL): boolean {
  if (exception === '*') return true;
  const match = /^(?:\*?\.)?(.+?)(?::(\d+))?$/.exec(exception.toLowerCase());
  const domain = match?.[1];
  if (domain === undefined) return false;
  const port = match?.[2];
  if (port !== undefined && port !== portOf(url)) return false;
  return url.hostname === domain || url.hostname.endsWith(`.${domain}`);
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port;
  return url.protocol === 'wss:' ? '443' : '80';
}

/** A connection to a websocket's server through an HTTP proxy, with TLS inside when the websocket wants it. */
export function connectThroughProxy(proxy: URL, url: URL, signal: AbortSignal): Promise<Duplex> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const authority = `${url.hostname}:${portOf(url)}`;
  const { request } = proxy.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request({
      method: 'CONNECT',
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port === '' ? undefined : proxy.port,
      path: authority,
      headers: { host: authority, ...authorization(proxy) },
      agent: false,
      signal,
    });
    asked.once('connect', ({ statusCode, statusMessage }, socket) => {
      if (statusCode !== 200) {
        socket.destroy();
        const answer = printable(`${statusCode} ${statusMessage ?? ''}`.trim());
        reject(new ExopsError(`The proxy ${proxy.host} refused a connection to ${authority}: ${answer}.`));
        return;
      }
      const servername = isIP(host) === 0 ? host : '';
      resolve(url.protocol === 'wss:' ? tls.connect({ socket, host, servername }) : socket);
    });
    asked.once('error', (cause) => {
      reject(new ExopsError(`Can't reach the proxy ${proxy.host}: ${messageOf(cause)}.`, { cause }));
    });
    asked.end();
  });
}

function authorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
