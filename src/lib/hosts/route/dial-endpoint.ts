import type { Duplex } from 'node:stream';
import { abortable } from '../../abortable.js';
import type { Aws, ConnectEndpoint } from '../../aws/aws.js';
import type { Variables } from '../../config/environment-variables.js';
import { ExopsError } from '../../errors.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import type { DialTarget } from './dial-target.js';
import { within } from './within.js';

export interface EndpointDeps {
  readonly aws: { readonly instanceConnect: Pick<Aws['instanceConnect'], 'signTunnel'> };
  /** HTTPS_PROXY and NO_PROXY are heeded. */
  readonly env: Variables;
}

/**
 * Opens a tunnel through an EC2 Instance Connect Endpoint to the SSH port of an instance.
 * @throws AccessError when the right is missing, ExopsError
 */
export function dialEndpoint(
  { endpoint, privateAddress }: { readonly endpoint: ConnectEndpoint; readonly privateAddress: string },
  { port, timeoutMs }: DialTarget,
  { aws, env }: EndpointDeps,
  signal: AbortSignal,
): Promise<Duplex> {
  const tunnel = { endpoint, privateAddress, port };
  const late = () =>
    new ExopsError(
      `Can't reach EC2 Instance Connect Endpoint ${endpoint.id}: no answer in ${formatElapsed(timeoutMs)}.`,
      { hint: `A firewall or proxy may hold back the websocket to ${endpoint.dnsName}.` },
    );
  return within(timeoutMs, late, signal, async (stop) => {
    const url = await abortable(aws.instanceConnect.signTunnel(tunnel), stop);
    // Every other route does without its HTTP and websocket parts.
    const { openConnectTunnel } = await import('../../aws/connect-tunnel.js');
    return openConnectTunnel(url, tunnel, env, stop);
  });
}
