import { type Address, formatAddress } from '../kafka/address.js';

/** Whether a list of hosts, as people write them, names exactly these brokers; their order says nothing. */
export function sameServers(hosts: string, brokers: readonly Address[]): boolean {
  const written = hosts
    .split(',')
    .map((part) => normal(part))
    .filter((part) => part !== '');
  const wanted = new Set(brokers.map((address) => normal(formatAddress(address))));
  return new Set(written).size === wanted.size && written.every((part) => wanted.has(part));
}

function normal(part: string): string {
  return part
    .trim()
    .replace(/^\w+:\/\//, '')
    .toLowerCase();
}
