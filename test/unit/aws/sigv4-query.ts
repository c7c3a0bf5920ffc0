import { createHash, createHmac } from 'node:crypto';

export interface SigningKey {
  readonly secretAccessKey: string;
  /** `20261121` */
  readonly day: string;
  readonly region: string;
  readonly service: string;
}

/**
 * The signature of a presigned GET by AWS's words alone, without any library of theirs. What isn't signed is left out of
 * the query first.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function querySignature(address: URL, key: SigningKey, unsigned: readonly string[]): string {
  const query = [...address.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature' && !unsigned.includes(name))
    .map(([name, value]) => [encoded(name), encoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
  const canonical = ['GET', address.pathname, query, `host:${address.host}`, '', 'host', sha256('')].join(
    '\n',
  );
  const { day, region, service, secretAccessKey } = key;
  const scope = [day, region, service, 'aws4_request'];
  const at = address.searchParams.get('X-Amz-Date') ?? '';
  const text = ['AWS4-HMAC-SHA256', at, scope.join('/'), sha256(canonical)].join('\n');
  const signingKey = scope.reduce<Buffer>(
    (last, part) => hmac(last, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  return hmac(signingKey, text).toString('hex');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
