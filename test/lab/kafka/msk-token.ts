import { createHash, createHmac } from 'node:crypto';
import type { IamKey } from './msk-iam-keys.js';

export interface TokenOptions {
  readonly region: string;
  /** Milliseconds since the epoch; now when left out. */
  readonly signedAt?: number;
  /** 900 when left out, which is the most that MSK takes. */
  readonly lifetimeSeconds?: number;
  /** `kafka-cluster:Connect` when left out. */
  readonly action?: string;
  /** `kafka.<region>.amazonaws.com` when left out. */
  readonly host?: string;
}

/** A token as AWS's signers make it, but with any clock and any content: they sign for now, and rightly. */
export function mskToken(
  { accessKeyId, secretAccessKey, sessionToken }: IamKey,
  options: TokenOptions,
): string {
  const { region, signedAt = Date.now(), lifetimeSeconds = 900 } = options;
  const { action = 'kafka-cluster:Connect', host = `kafka.${region}.amazonaws.com` } = options;
  const date = new Date(signedAt).toISOString().replace(/[-:]|\.\d+/g, '');
  const scope = [date.slice(0, 8), region, 'kafka-cluster', 'aws4_request'];
  const query = Object.entries({
    Action: action,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': [accessKeyId, ...scope].join('/'),
    'X-Amz-Date': date,
    'X-Amz-Expires': `${lifetimeSeconds}`,
    ...(sessionToken === undefined ? {} : { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  });
  const signed = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  const request = ['GET', '/', signed, `host:${host}`, '', 'host', sha256('')].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope.join('/'), sha256(request)].join('\n');
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  const url = `https://${host}/?${signed}&X-Amz-Signature=${hmac(key, text).toString('hex')}&User-Agent=exops-lab`;
  return Buffer.from(url).toString('base64url');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
