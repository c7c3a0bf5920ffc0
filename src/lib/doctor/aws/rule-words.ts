import type { SecurityGroup, SecurityRule } from '../../aws/contract/network.js';
import { printable } from '../../terminal/printable.js';
import { type Caller, type Opening, rulesAdmitting } from './admits.js';

const shown = 3;

/** `a, b and c`, `a, b, c and 4 more`. */
export function listed(words: readonly string[]): string {
  const some = words.slice(0, shown).map(printable);
  const more = words.length - some.length;
  const last = more > 0 ? `${more} more` : some.pop();
  return some.length === 0 ? (last ?? '') : `${some.join(', ')} and ${last}`;
}

export function peersWords(openings: readonly Opening[]): readonly string[] {
  return [...new Set(openings.map(({ peer }) => peer))];
}

/** The ports that somebody is let in to: `9092 and 9094`, `9092-9096`; empty for none. */
export function admittedPorts(groups: readonly SecurityGroup[], caller: Caller): string {
  return listed([...new Set(rulesAdmitting(groups, caller).map(portsOf))]);
}

function portsOf({ ports }: SecurityRule): string {
  if (ports === undefined) return 'all ports';
  return ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
}
