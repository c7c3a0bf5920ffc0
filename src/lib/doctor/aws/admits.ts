import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { SecurityGroup, SecurityRule } from '../../aws/contract/network.js';

/** Whoever comes to a port: the addresses it comes by, and the security groups it is in. */
export interface Caller {
  readonly addresses: readonly string[];
  readonly groupIds: readonly string[];
}

/** One rule for one peer. */
export interface Opening {
  readonly groupId: string;
  readonly rule: SecurityRule;
  /** `sg-…`, `10.0.0.0/8` */
  readonly peer: string;
}

/** `unknown`: rules for the port name prefix lists, whose addresses aren't read. */
export type Admission =
  | { readonly kind: 'admitted'; readonly by: Opening }
  | { readonly kind: 'unknown'; readonly prefixListIds: readonly string[] }
  | { readonly kind: 'refused' };

type Rules = Pick<SecurityGroup, 'id' | 'inbound'>;

/**
 * Pure: whether the groups of a machine let somebody reach its port by TCP; one rule of any of them is enough.
 * https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
 */
export function admission(groups: readonly Rules[], caller: Caller, port: number): Admission {
  const opening = openingsFor(groups, port).find(({ peer }) => isPeer(peer, caller));
  if (opening !== undefined) return { kind: 'admitted', by: opening };
  const prefixListIds = [...new Set(rulesFor(groups, port).flatMap(({ rule }) => rule.prefixListIds))];
  return prefixListIds.length === 0 ? { kind: 'refused' } : { kind: 'unknown', prefixListIds };
}

/** Pure: everybody whom rules let reach a port; what is in prefix lists is not known. */
export function openingsFor(groups: readonly Rules[], port: number): readonly Opening[] {
  return rulesFor(groups, port).flatMap(({ groupId, rule }) =>
    [...rule.groupIds, ...rule.blocks].map((peer) => ({ groupId, rule, peer })),
  );
}

/** Pure: the rules for TCP by which this caller is let in, to whatever port. */
export function rulesAdmitting(groups: readonly Rules[], caller: Caller): readonly SecurityRule[] {
  return groups
    .flatMap(({ inbound }) => inbound)
    .filter(isTcp)
    .filter(({ groupIds, blocks }) => [...groupIds, ...blocks].some((peer) => isPeer(peer, caller)));
}

function rulesFor(groups: readonly Rules[], port: number) {
  return groups.flatMap(({ id, inbound }) =>
    inbound.filter((rule) => isTcp(rule) && isOfPort(rule, port)).map((rule) => ({ groupId: id, rule })),
  );
}

/** By the protocol's name or number, or as one of all. */
function isTcp({ protocol }: SecurityRule): boolean {
  return ['tcp', '6', '-1'].includes(protocol.toLowerCase());
}

/** A rule for all protocols is for all ports, whatever it says. */
function isOfPort({ protocol, ports }: SecurityRule, port: number): boolean {
  return protocol === '-1' || ports === undefined || (ports.from <= port && port <= ports.to);
}

function isPeer(peer: string, { addresses, groupIds }: Caller): boolean {
  return groupIds.includes(peer) || addresses.some((address) => isInBlock(peer, address));
}

/** Whether a block such as `10.0.0.0/8` or `2001:db8::/32` has an address; false for what is no block. */
export function isInBlock(block: string, address: string): boolean {
  const slash = block.lastIndexOf('/');
  const network = block.slice(0, slash);
  const length = block.slice(slash + 1);
  if (slash < 0 || !/^\d{1,3}$/.test(length)) return false;
  const bits = Number(length);
  const family = isIPv4(network) ? 'ipv4' : 'ipv6';
  const isBlock = family === 'ipv4' ? bits <= 32 : isIPv6(network) && bits <= 128;
  const isOfFamily = family === 'ipv4' ? isIPv4(address) : isIPv6(address);
  if (!isBlock || !isOfFamily) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(address, family);
}
