import { BlockList, isIPv4 } from 'node:net';

/** https://www.rfc-editor.org/rfc/rfc1918, https://www.rfc-editor.org/rfc/rfc6598, loopback and link-local. */
const notPublic = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
] as const)
  notPublic.addSubnet(network, prefix);

/** Whether it is an IPv4 address of the Internet, which AWS bills; false for names and IPv6. */
export function isPublicAddress(text: string): boolean {
  return isIPv4(text) && !notPublic.check(text);
}
