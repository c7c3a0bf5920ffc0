import { isIPv4, isIPv6 } from 'node:net';
import { UsageError } from '../errors.js';

/** A host and a port; an IPv6 address stands without its brackets. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

/** Where to listen. */
export interface ListenSpec {
  /** An IP address, or `*` for all; undefined for this machine only: 127.0.0.1, and ::1 where there is one. */
  readonly bind: string | undefined;
  /** 0 for any free one. */
  readonly port: number;
}

/** Every address of this machine. */
export const anyAddress = '*';

/** What `-L` asks for. */
export interface ForwardSpec extends ListenSpec {
  /** As the host at the far end knows it. */
  readonly target: Endpoint;
}

/**
 * Reads `[BIND:]PORT:HOST:HOSTPORT`, as in `-L`. Another machine can connect only when BIND says so.
 * @throws UsageError
 */
export function parseForward(text: string): ForwardSpec {
  const refuse = refuser('-L', text);
  const form = 'write [BIND:]PORT:HOST:HOSTPORT, as in 8080:localhost:8080';
  const parts = splitParts(text);
  if (parts === undefined) return refuse('has brackets that enclose no IPv6 address');
  if (parts.length > 4)
    return refuse('has too many colons: an IPv6 address stands in brackets, as in 8080:[::1]:8080');
  const [hostPort = '', host = '', port = '', bind] = parts.reverse();
  if (parts.length < 3) return refuse(`isn't complete: ${form}`);
  return {
    bind: bind === undefined ? undefined : readBind(bind, refuse),
    port: readPort(port, 0, refuse),
    target: { host: readHost(host, refuse), port: readPort(hostPort, 1, refuse) },
  };
}

/**
 * Reads `[BIND:]PORT`, as in `-D`.
 * @throws UsageError, also for an address that other machines can reach: the proxy asks nobody for a password
 */
export function parseDynamicForward(text: string): ListenSpec {
  const refuse = refuser('-D', text);
  const parts = splitParts(text);
  if (parts === undefined) return refuse('has brackets that enclose no IPv6 address');
  const [port = '', host, ...more] = parts.reverse();
  if (more.length > 0) return refuse('has too many colons: write [BIND:]PORT, as in 1080');
  const bind = host === undefined ? undefined : readBind(host, refuse);
  if (bind !== undefined && !isLoopback(bind)) {
    return refuse(
      'would open the network behind the host to other machines: a SOCKS proxy listens on 127.0.0.1 or ::1',
    );
  }
  return { bind, port: readPort(port, 0, refuse) };
}

/** Whether only this machine can connect to it. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || (isIPv4(address) && address.startsWith('127.'));
}

export function formatEndpoint({ host, port }: Endpoint): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

type Refuse = (why: string) => never;

function refuser(flag: string, text: string): Refuse {
  return (why) => {
    throw new UsageError(`${flag} ${JSON.stringify(text)} ${why}.`);
  };
}

/** The parts between the colons, but for those in brackets; undefined when a bracket isn't where one can be. */
function splitParts(text: string): string[] | undefined {
  const part = /(?:\[([^[\]]*)\]|([^:[\]]*))(?::|$)/y;
  const parts: string[] = [];
  while (part.lastIndex < text.length || parts.length === 0) {
    const match = part.exec(text);
    if (match === null) return undefined;
    const [all, address, plain = ''] = match;
    if (address !== undefined && !isIPv6(address)) return undefined;
    parts.push(address ?? plain);
    if (!all.endsWith(':')) return parts;
  }
  // It ended with a colon.
  return [...parts, ''];
}

function readPort(text: string, lowest: 0 | 1, refuse: Refuse): number {
  const isPort = /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65535 && Number(text) >= lowest;
  return isPort
    ? Number(text)
    : refuse(`has no valid port in ${JSON.stringify(text)}: that is a number from ${lowest} to 65535`);
}

function readHost(text: string, refuse: Refuse): string {
  if (text === '') return refuse('has no host');
  if (isIPv6(text)) return text;
  if (/^[\d.]+$/.test(text) && !isIPv4(text))
    return refuse(`has no valid IPv4 address in ${JSON.stringify(text)}`);
  const isName = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(text);
  return isName ? text : refuse(`has characters that a host name can't have: ${JSON.stringify(text)}`);
}

function readBind(text: string, refuse: Refuse): string | undefined {
  if (text === '')
    return refuse('has no address before the first colon: leave the colon out, or write the address');
  if (text === 'localhost') return undefined;
  if (text === '*') return anyAddress;
  return isIPv4(text) || isIPv6(text)
    ? text
    : refuse(`listens on an IP address, not on ${JSON.stringify(text)}`);
}
