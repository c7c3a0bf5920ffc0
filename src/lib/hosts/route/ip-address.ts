import { BlockList, isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** RFC 1918, RFC 6598 and RFC 4193: addresses that only a network of their own, or a VPN, reaches. */
const privateNetworks = new BlockList();
privateNetworks.addSubnet('10.0.0.0', 8, 'ipv4');
privateNetworks.addSubnet('172.16.0.0', 12, 'ipv4');
privateNetworks.addSubnet('192.168.0.0', 16, 'ipv4');
privateNetworks.addSubnet('100.64.0.0', 10, 'ipv4');
privateNetworks.addSubnet('fc00::', 7, 'ipv6');

const publicIpv6 = new BlockList();
publicIpv6.addSubnet('2000::', 3, 'ipv6');

export function isPrivateAddress(address: string): boolean {
  return privateNetworks.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Whether a machine with these network interfaces has an IPv6 address that the internet knows (RFC 4291, 2000::/3). */
export function hasPublicIpv6(
  interfaces: Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>,
): boolean {
  return Object.values(interfaces)
    .flatMap((one) => one ?? [])
    .some(({ address, family, internal }) => {
      return family === 'IPv6' && !internal && publicIpv6.check(address, 'ipv6');
    });
}
