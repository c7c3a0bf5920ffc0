import tls from 'node:tls';
import type { Address } from './address.js';
import type { Route, RouteStream } from './route.js';

/** What a port answers when it is asked something harmless. */
export type PortAnswer =
  | { readonly speaks: 'kafka' }
  | { readonly speaks: 'tls'; readonly names: readonly string[] }
  | { readonly speaks: 'http' }
  | { readonly speaks: 'something else' }
  | { readonly speaks: 'nothing' };

/** Of the first request; of those after it one more each. */
export const correlationId = 0x65786f70;

/** An ApiVersions request, version 0, without a client id. */
export const apiVersionsFrame = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0x65, 0x78, 0x6f, 0x70, 0xff, 0xff]);

/** Whether the port speaks TLS, and for which names its certificate stands. Verifies nothing and sends nothing secret. */
export function probeTls(route: Route, address: Address, timeoutMs: number): Promise<PortAnswer> {
  return ask<PortAnswer>({ route, address, timeoutMs }, nothing, (plain, answer) => {
    const secure = tls.connect({ socket: plain, host: address.host, rejectUnauthorized: false });
    secure.once('secureConnect', () => answer({ speaks: 'tls', names: certificateNames(secure) }));
    secure.once('error', () => answer({ speaks: 'something else' }));
    secure.once('close', () => answer({ speaks: 'nothing' }));
  });
}

/** What the port answers to an ApiVersions request without TLS. */
export function probePlaintext(route: Route, address: Address, timeoutMs: number): Promise<PortAnswer> {
  return ask<PortAnswer>({ route, address, timeoutMs }, nothing, (plain, answer) => {
    let heard = Buffer.alloc(0);
    plain.on('data', (bytes: Buffer) => {
      heard = Buffer.concat([heard, bytes]);
      if (isTold(heard)) answer(recognise(heard));
    });
    plain.once('close', () => answer(heard.length === 0 ? { speaks: 'nothing' } : recognise(heard)));
    plain.write(apiVersionsFrame);
  });
}

/** Whether there is enough to recognise a protocol by: an answer may come byte by byte, and an alert is short. */
function isTold(heard: Buffer): boolean {
  return heard.length >= 8 || recognise(heard).speaks === 'tls';
}

/** Recognises the protocol of a server by the first bytes it answers to an ApiVersions request. */
export function recognise(bytes: Buffer): PortAnswer {
  if (bytes.length >= 8 && bytes.readInt32BE(4) === correlationId) return { speaks: 'kafka' };
  if (bytes.subarray(0, 5).toString('latin1') === 'HTTP/') return { speaks: 'http' };
  const isTlsAlert = bytes[0] === 0x15 && bytes[1] === 0x03;
  return isTlsAlert ? { speaks: 'tls', names: [] } : { speaks: 'something else' };
}

export interface Asked {
  readonly route: Route;
  readonly address: Address;
  /** For the way there and all that is said; milliseconds. */
  readonly timeoutMs: number;
}

/** How a conversation ended before there was an answer. */
export type Ended = 'silent' | 'closed' | 'unreachable';

/**
 * Opens a connection of its own, which is closed once there is an answer.
 * @param otherwise the answer when none came
 */
export function ask<Answer>(
  { route, address, timeoutMs }: Asked,
  otherwise: (ended: Ended) => Answer,
  talk: (plain: RouteStream, answer: (value: Answer) => void) => void,
): Promise<Answer> {
  return new Promise((resolve) => {
    let isOpen = false;
    const answer = (value: Answer) => {
      clearTimeout(deadline);
      plain.destroy();
      resolve(value);
    };
    const deadline = setTimeout(() => answer(otherwise(isOpen ? 'silent' : 'unreachable')), timeoutMs);
    const plain = route.open(address, () => {
      isOpen = true;
    });
    plain.on('error', () => answer(otherwise(isOpen ? 'closed' : 'unreachable')));
    plain.once('close', () => answer(otherwise(isOpen ? 'closed' : 'unreachable')));
    talk(plain, answer);
  });
}

const nothing = (): PortAnswer => ({ speaks: 'nothing' });

/** The names that the certificate of the other side stands for. */
export function certificateNames(socket: tls.TLSSocket): string[] {
  const certificate = socket.getPeerCertificate();
  const alternatives = certificate.subjectaltname
    ?.split(', ')
    .map((name) => name.replace(/^(DNS|IP Address):/, ''));
  const commonName = certificate.subject?.CN;
  return alternatives ?? (commonName === undefined ? [] : [commonName].flat());
}
