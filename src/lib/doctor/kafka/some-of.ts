import { type Address, formatAddress } from '../../kafka/address.js';
import { printable } from '../../terminal/printable.js';

const most = 4;

/** `b-1:9098, b-2:9098`; of many the first few and how many more. Printable. */
export function someOf(addresses: readonly Address[]): string {
  return someNames(addresses.map(formatAddress));
}

export function someNames(names: readonly string[]): string {
  const shown = names.slice(0, names.length > most ? most - 1 : most).map(printable);
  const more = names.length - shown.length;
  return more === 0 ? shown.join(', ') : `${shown.join(', ')} and ${more} more`;
}
