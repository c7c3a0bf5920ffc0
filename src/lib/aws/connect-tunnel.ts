import type { Duplex } from 'node:stream';
import type { Variables } from '../config/environment-variables.js';
import type { TunnelTarget } from './connect-tunnel-errors.js';
import { proxyFor } from './connect-tunnel-proxy.js';

/**
 * Opens the websocket of an EC2 Instance Connect Endpoint and returns what runs over it: a TCP connection to an
 * instance. The endpoint takes the websocket before it has reached the instance, so a stream that ends before it gave
 * a byte has an error that says so.
 * @param url from `InstanceConnect.signTunnel`; it is a credential and in no message
 * @param env HTTPS_PROXY and NO_PROXY are heeded
 * @throws AccessError when the right is missing, ExopsError, and the signal's reason when that is aborted
 */
export async function openConnectTunnel(
  url: URL,
  target: TunnelTarget,
  env: Variables,
  signal: AbortSignal,
): Promise<Duplex> {
  const { openWebSocket } = await import('./connect-tunnel-socket.js');
  signal.throwIfAborted();
  return openWebSocket(url, target, proxyFor(url, env), signal);
}
