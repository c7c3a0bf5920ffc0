import { randomBytes } from 'node:crypto';
import type { ConnectEndpoint } from '../../../src/lib/aws/aws.js';

/** What the service answers instead of a websocket. */
export interface RefusedRequest {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What a tunnel must ask for. */
export interface TunnelRules {
  readonly endpointId: string;
  readonly ports: readonly number[];
}

const longestExpiry = 60;

/**
 * Judges a request for a tunnel: its signature is looked at for its form, its scope and its age, and not recomputed.
 * The words for a wrong port are AWS's; the others are made up.
 */
export function judge(url: URL, rules: TunnelRules, now: number): RefusedRequest | undefined {
  return judgeSignature(url.searchParams, now) ?? judgeTunnel(url, rules);
}

function judgeSignature(query: URLSearchParams, now: number): RefusedRequest | undefined {
  const date = query.get('X-Amz-Date') ?? '';
  const expires = Number(query.get('X-Amz-Expires'));
  const [, day, region, service, end] = (query.get('X-Amz-Credential') ?? '').split('/');
  const isSigned =
    query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256' &&
    /^[0-9a-f]{64}$/.test(query.get('X-Amz-Signature') ?? '') &&
    (query.get('X-Amz-SignedHeaders') ?? '').split(';').includes('host');
  if (!isSigned) return forbidden('MissingAuthenticationToken', 'The request is not signed.');
  const isScoped =
    date.startsWith(`${day}T`) &&
    region !== '' &&
    service === 'ec2-instance-connect' &&
    end === 'aws4_request';
  if (!isScoped) return forbidden('SignatureDoesNotMatch', 'Credential should be scoped to a valid service.');
  const age = (now - momentOf(date)) / 1000;
  const isFresh = expires > 0 && expires <= longestExpiry && age <= expires;
  return isFresh ? undefined : forbidden('ExpiredToken', 'The signature has expired.');
}

function judgeTunnel({ pathname, searchParams }: URL, rules: TunnelRules): RefusedRequest | undefined {
  if (pathname !== '/openTunnel') return { status: 404, code: 'NotFound', message: 'No such operation.' };
  if (searchParams.get('instanceConnectEndpointId') !== rules.endpointId)
    return invalid('The specified InstanceConnectEndpointId is not valid.');
  if ((searchParams.get('privateIpAddress') ?? '') === '')
    return invalid('The specified PrivateIpAddress is not valid.');
  const isOpen = rules.ports.includes(Number(searchParams.get('remotePort')));
  return isOpen
    ? undefined
    : invalid(
        'The specified RemotePort is not valid. Specify either 22 or 3389 as the RemotePort and retry your request.',
      );
}

function forbidden(code: string, message: string): RefusedRequest {
  return { status: 403, code, message };
}

function invalid(message: string): RefusedRequest {
  return { status: 400, code: 'InvalidParameter', message };
}

function momentOf(date: string): number {
  return Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** A signed address as the AWS CLI makes it, but for the signature, which nobody can verify. */
export function signedAddress(
  tunnel: { readonly endpoint: ConnectEndpoint; readonly privateAddress: string; readonly port: number },
  { protocol = 'ws', at = Date.now() }: { readonly protocol?: 'ws' | 'wss'; readonly at?: number } = {},
): URL {
  const date = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
  const url = new URL(`${protocol}://${tunnel.endpoint.dnsName}/openTunnel`);
  url.search = new URLSearchParams({
    instanceConnectEndpointId: tunnel.endpoint.id,
    remotePort: String(tunnel.port),
    privateIpAddress: tunnel.privateAddress,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `AKIAEXOPSLAB/${date.slice(0, 8)}/ap-northeast-2/ec2-instance-connect/aws4_request`,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(longestExpiry),
    'X-Amz-SignedHeaders': 'host',
    'X-Amz-Signature': randomBytes(32).toString('hex'),
  }).toString();
  return url;
}
