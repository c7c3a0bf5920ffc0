import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from './credentials.js';

export interface SigningScope {
  readonly service: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly at: Date;
  readonly expiresInSeconds: number;
}

/**
 * The address of a GET request with its signature, which makes it a credential.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function presign(address: URL, scope: SigningScope): Promise<URL> {
  const { service, region, credentials, at, expiresInSeconds } = scope;
  const signer = new SignatureV4({ service, region, credentials, sha256: Hash.bind(null, 'sha256') });
  const { protocol, hostname, host, port, pathname: path, searchParams } = address;
  const request = {
    ...{ method: 'GET', protocol, hostname, path, headers: { host } },
    ...(port === '' ? {} : { port: Number(port) }),
    query: Object.fromEntries(searchParams),
  };
  const { query = {} } = await signer.presign(request, { signingDate: at, expiresIn: expiresInSeconds });
  const signed = new URL(address);
  signed.search = Object.entries(query)
    .map((pair) => pair.map((part) => encodeURIComponent(String(part))).join('='))
    .join('&');
  return signed;
}
