import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import type { Address } from './address.js';
import type { Route } from './route.js';

/** What a port answers when it is asked something harmless. */
export type PortAnswer =
  | { readonly speaks: 'kafka' }
  | { readonly speaks: 'tls'; readonly names: readonly string[] }
  | { readonly speaks: 'http' }
  | { readonly speaks: 'something else' }
  | { readonly speaks: 'nothing' };

const correlationId = 0x65786f70;

/** An ApiVersions request, version 0, without a client id. */
const apiVersionsFrame = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0x65, 0x78, 0x6f, 0x70, 0xff, 0xff]);

/** Whether the port speaks TLS, and for which names its certificate stands. Verifies nothing and sends nothing secret. */
export function probeTls(route: Route, address: Address, timeoutMs: number): Promise<PortAnswer> {
  return ask(route, address, timeoutMs, (plain, answer) => {
    const secure = tls.connect({ socket: plain, host: address.host, rejectUnauthorized: false });
    secure.once('secureConnect', () => answer({ speaks: 'tls', names: certificateNames(secure) }));
    secure.once('error', () => answer({ speaks: 'something else' }));
    secure.once('close', () => answer({ speaks: 'nothing' }));
  });
}

/** What the port answers to an ApiVersions request without TLS. */
export function probePlaintext(route: Route, address: Address, timeoutMs: number): Promise<PortAnswer> {
  return ask(route, address, timeoutMs, (plain, answer) => {
    plain.once('data', (bytes: Buffer) => answer(recognise(bytes)));
    plain.once('close', () => answer({ speaks: 'nothing' }));
    plain.write(apiVersionsFrame);
  });
}

/** Recognises the protocol of a server by the first bytes it answers to an ApiVersions request. */
export function recognise(bytes: Buffer): PortAnswer {
  if (bytes.length >= 8 && bytes.readInt32BE(4) === correlationId) return { speaks: 'kafka' };
  if (bytes.subarray(0, 5).toString('latin1') === 'HTTP/') return { speaks: 'http' };
  const isTlsAlert = bytes[0] === 0x15 && bytes[1] === 0x03;
  return isTlsAlert ? { speaks: 'tls', names: [] } : { speaks: 'something else' };
}

function ask(
  route: Route,
  address: Address,
  timeoutMs: number,
  talk: (plain: Duplex, answer: (value: PortAnswer) => void) => void,
): Promise<PortAnswer> {
  return new Promise((resolve) => {
    const answer = (value: PortAnswer) => {
      clearTimeout(deadline);
      plain.destroy();
      resolve(value);
    };
    const deadline = setTimeout(() => answer({ speaks: 'nothing' }), timeoutMs);
    const plain = route.open(address, () => {});
    plain.on('error', () => answer({ speaks: 'nothing' }));
    talk(plain, answer);
  });
}

function certificateNames(socket: tls.TLSSocket): string[] {
  const certificate = socket.getPeerCertificate();
  const alternatives = certificate.subjectaltname
    ?.split(', ')
    .map((name) => name.replace(/^(DNS|IP Address):/, ''));
  const commonName = certificate.subject?.CN;
  return alternatives ?? (commonName === undefined ? [] : [commonName].flat());
}
