import { createSocket } from 'node:dgram';
import { isIP, isIPv6 } from 'node:net';
import type { Instance } from '../../aws/aws.js';
import { instanceWords } from '../../hosts/find/instance-words.js';
import { isPrivateAddress } from '../../hosts/route/ip-address.js';
import type { Source } from './judge-security-group.js';

/** An instance, as another machine's security groups see it: from the internet it is a member of no group. */
export function sourceOfHost(instance: Instance, name: string, isPublic: boolean): Source {
  const { publicAddress, privateAddress, ipv6Address, securityGroupIds } = instance;
  const own = isPublic ? [publicAddress, ipv6Address] : [privateAddress, ipv6Address];
  return {
    label: instanceWords(instance, name),
    groupIds: isPublic ? [] : securityGroupIds,
    addresses: own.filter((address) => address !== undefined),
    isKnown: true,
  };
}

/** This machine: by the address that it would send from, which a VPN or NAT may exchange for another. */
export async function sourceHere(to: string | undefined): Promise<Source> {
  const address = to === undefined ? undefined : await localAddressFor(to);
  return {
    ...{ label: 'this machine', groupIds: [], isKnown: false },
    addresses: address === undefined ? [] : [address],
  };
}

/** Any address that is not of a private network; false for a name. */
export function isPublicAddress(address: string): boolean {
  return isIP(address) !== 0 && !isPrivateAddress(address) && !/^(127\.|::1$)/.test(address);
}

/** By which of its addresses this machine would send to another; nothing is sent. */
function localAddressFor(to: string): Promise<string | undefined> {
  if (isIP(to) === 0) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(to) ? 'udp6' : 'udp4');
    const end = (address: string | undefined) => {
      socket.close();
      resolve(address);
    };
    socket.once('error', () => end(undefined));
    socket.connect(9, to, () => end(socket.address().address));
  });
}
