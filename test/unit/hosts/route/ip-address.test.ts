import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { hasPublicIpv6, isPrivateAddress } from '../../../../src/lib/hosts/route/ip-address.js';

test.each([
  ['10.0.11.8', true],
  ['172.16.0.1', true],
  ['172.31.255.255', true],
  ['192.168.1.1', true],
  ['100.64.0.1', true],
  ['fd00::1', true],
  ['172.32.0.1', false],
  ['100.128.0.1', false],
  ['198.51.100.7', false],
  ['2001:db8::7', false],
  ['kafka.internal', false],
])('%s is private: %s', (address, isPrivate) => {
  expect(isPrivateAddress(address)).toBe(isPrivate);
});

describe('whether a machine has a public IPv6 address', () => {
  const of = (address: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo => {
    const rest = { netmask: '', mac: '', cidr: null, address, internal };
    return family === 'IPv6' ? { ...rest, family, scopeid: 0 } : { ...rest, family };
  };

  test.each([
    ['none at all', [of('192.168.1.2', 'IPv4')], false],
    ['link-local', [of('fe80::1', 'IPv6')], false],
    ['unique local', [of('fd00::1', 'IPv6')], false],
    ['loopback', [of('::1', 'IPv6', true)], false],
    ['public', [of('192.168.1.2', 'IPv4'), of('2a00:1450::1', 'IPv6')], true],
  ])('%s', (_, addresses, expected) => {
    expect(hasPublicIpv6({ lo: undefined, eth0: addresses })).toBe(expected);
  });
});
