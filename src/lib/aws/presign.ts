import { createHash, createHmac } from 'node:crypto';
import type { Credentials } from './credentials.js';

export interface SigningScope {
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly at: Date;
  readonly expiresInSeconds: number;
}

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * The address of a GET request with its signature, which makes it a credential.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function presign(address: URL, scope: SigningScope): URL {
  const { service, region, credentials, at, expiresInSeconds } = scope;
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = time.slice(0, 8);
  const parts = [day, region, service, 'aws4_request'];
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const query = canonicalQuery([
    ...address.searchParams,
    ['X-Amz-Algorithm', algorithm],
    ['X-Amz-Credential', [accessKeyId, ...parts].join('/')],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(expiresInSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
    ...(sessionToken === undefined ? [] : [['X-Amz-Security-Token', sessionToken] as const]),
  ]);
  const request = ['GET', address.pathname, query, `host:${address.host}`, '', 'host', sha256('')];
  const text = [algorithm, time, parts.join('/'), sha256(request.join('\n'))].join('\n');
  const key = parts.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${secretAccessKey}`);
  const signed = new URL(address);
  signed.search = `${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`;
  return signed;
}

function canonicalQuery(pairs: readonly (readonly [string, string])[]): string {
  return pairs
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
}

/** RFC 3986, which leaves less as it is than JavaScript does. */
function encode(text: string): string {
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text).replace(/[!'()*]/g, hex);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
