import { isIPv4, isIPv6 } from 'node:net';

/** Characters; a list of Kafka's bootstrap servers is far shorter. */
export const longestHostList = 2_000;

/** `SASL_SSL://`, a host, a port; white space around them. */
const entry = /^\s*(?:[A-Za-z]\w*:\/\/)?(\[[0-9A-Fa-f:.]+(?:%\w+)?\]|[A-Za-z0-9._-]+)(:\d{1,5})?\s*$/;

/**
 * Whether a value that is there is nothing but a list of hosts, and so may be shown and recorded. Lenient about what
 * people write: protocols, missing ports, white space around hosts, commas too many, nothing at all. A single word
 * without a port could as well be a password: a host without one must be an address or have a dot in its name, unless
 * another host has a port.
 */
export function isHostList(value: string): boolean {
  if (value.length > longestHostList) return false;
  const parts = value.split(',').filter((part) => part.trim() !== '');
  const found = parts.map((part) => entry.exec(part));
  if (found.some((match) => match === null)) return false;
  const hasPort = found.some((match) => match?.[2] !== undefined);
  return found.every((match) => isHost(match?.[1] ?? '', hasPort));
}

function isHost(host: string, isAmongHosts: boolean): boolean {
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1));
  return isAmongHosts || isIPv4(host) || /^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+\.?$/.test(host);
}
