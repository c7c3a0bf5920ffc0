import { isIPv4, isIPv6 } from 'node:net';
import type { Address } from '../kafka/address.js';
import { mask } from './secret.js';

/** An address, or in words why the text isn't one; the words begin with the text. */
export type ParsedBroker = { readonly address: Address } | { readonly problem: string };

/** Reads `host:port` or `[::1]:9092`. */
export function parseBroker(text: string): ParsedBroker {
  const refuse = (why: string): ParsedBroker => ({ problem: `${JSON.stringify(withoutUser(text))} ${why}` });
  const scheme = /^\w+:\/\//.exec(text)?.[0];
  if (text === '') return { problem: 'a broker is empty: write host:port, as in kafka:9092' };
  if (/\s/.test(text)) return refuse('has spaces: write host:port, as in kafka:9092');
  if (scheme !== undefined) return refuse(`begins with ${scheme}: leave that out, the rest is enough`);
  if (text.includes('@')) return refuse('has a user in it: credentials belong in auth, not in an address');

  const { host, port } = split(text);
  const hostFault = faultOfHost(host);
  if (hostFault !== undefined) return refuse(hostFault);
  if (port === undefined || port === '') return refuse('has no port: write host:port, as in kafka:9092');
  if (!/^[1-9]\d{0,4}$/.test(port) || Number(port) > 65535)
    return refuse('has no valid port: that is a number from 1 to 65535');
  return { address: { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) } };
}

/** Reads several of them with commas between, as bootstrap servers are mostly written. */
export function parseBrokers(text: string): readonly ParsedBroker[] {
  // A password may hold commas, and no half of it may be shown.
  if (text.includes('@')) return [parseBroker(text)];
  return text.split(',').map((part) => parseBroker(part.trim()));
}

function split(text: string): { host: string; port: string | undefined } {
  const end = text.startsWith('[') ? text.lastIndexOf(']') + 1 : text.lastIndexOf(':');
  const isSplit = end >= 0 && (text[end] === ':' || end === text.length);
  return isSplit ? { host: text.slice(0, end), port: text.slice(end + 1) } : { host: text, port: undefined };
}

function faultOfHost(host: string): string | undefined {
  if (host === '') return 'has no host: write host:port, as in kafka:9092';
  if (host.startsWith('[')) {
    const isClosed = host.endsWith(']') && isIPv6(host.slice(1, -1));
    return isClosed ? undefined : 'is no IPv6 address with a port: write it as in [::1]:9092';
  }
  if (host.includes(':')) return 'is no host:port; an IPv6 address stands in brackets, as in [::1]:9092';
  if (/^[\d.]+$/.test(host) && !isIPv4(host)) return 'has no valid IPv4 address';
  return /^[A-Za-z0-9._-]+$/.test(host) ? undefined : "has characters that a host name can't have";
}

/** A user in an address may have a password beside it, which no message may show. */
function withoutUser(text: string): string {
  return text.replace(/^(\w+:\/\/)?.*@/s, `$1${mask}@`);
}
