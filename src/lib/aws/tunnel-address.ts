import type { InstanceConnect } from './aws.js';
import { presign, type SigningScope } from './presign.js';

type Tunnel = Parameters<InstanceConnect['signTunnel']>[0];

const lifetimeSeconds = 60;

/**
 * The signed address of a websocket to port 22 or 3389 of a private address, made as the aws command makes it:
 * https://github.com/aws/aws-cli/blob/v2/awscli/customizations/ec2instanceconnect/eicesigner.py
 */
export function tunnelAddress(
  { endpoint, privateAddress, port }: Tunnel,
  scope: Omit<SigningScope, 'service' | 'expiresInSeconds'>,
): Promise<URL> {
  const address = new URL(`${schemeOf(endpoint.dnsName)}//${endpoint.dnsName}/openTunnel`);
  address.search = new URLSearchParams({
    instanceConnectEndpointId: endpoint.id,
    remotePort: String(port),
    privateIpAddress: privateAddress,
  }).toString();
  return presign(address, {
    ...scope,
    service: 'ec2-instance-connect',
    expiresInSeconds: lifetimeSeconds,
  });
}

/** Only what is on this machine may be spoken to without TLS. */
function schemeOf(dnsName: string): 'ws:' | 'wss:' {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\]):\d+$/.test(dnsName) ? 'ws:' : 'wss:';
}
