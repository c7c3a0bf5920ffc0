import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SecurityRule } from '../../../../src/lib/aws/contract/network.js';
import { admission, isInBlock, openingsFor } from '../../../../src/lib/doctor/aws/admits.js';

const rule = (over: Partial<SecurityRule> = {}): SecurityRule => ({
  ...{ protocol: 'tcp', ports: { from: 9098, to: 9098 }, blocks: [], groupIds: [], prefixListIds: [] },
  ...over,
});
const group = (...inbound: readonly SecurityRule[]) => ({ id: 'sg-0def', inbound });
const bastion = { addresses: ['10.0.12.31', '2001:db8::7'], groupIds: ['sg-0bas'] };

describe('a rule', () => {
  test.each<[string, Partial<SecurityRule>, string]>([
    ['for its group', { groupIds: ['sg-0bas'] }, 'admitted'],
    ['for another group', { groupIds: ['sg-0web'] }, 'refused'],
    ['for its address', { blocks: ['10.0.12.31/32'] }, 'admitted'],
    ['for its network', { blocks: ['10.0.0.0/16'] }, 'admitted'],
    ['for another network', { blocks: ['10.1.0.0/16'] }, 'refused'],
    ['for the internet', { blocks: ['0.0.0.0/0'] }, 'admitted'],
    ['for the internet of IPv6', { blocks: ['::/0'] }, 'admitted'],
    ['for a network of IPv6', { blocks: ['2001:db8::/32'] }, 'admitted'],
    ['for another network of IPv6', { blocks: ['2001:db9::/32'] }, 'refused'],
    ['for a prefix list', { prefixListIds: ['pl-1'] }, 'unknown'],
    ['for a prefix list and its group', { prefixListIds: ['pl-1'], groupIds: ['sg-0bas'] }, 'admitted'],
    ['for UDP', { protocol: 'udp', groupIds: ['sg-0bas'] }, 'refused'],
    ['for TCP by its number', { protocol: '6', groupIds: ['sg-0bas'] }, 'admitted'],
    ['for all protocols', { protocol: '-1', ports: undefined, groupIds: ['sg-0bas'] }, 'admitted'],
    ['for a span', { ports: { from: 9092, to: 9098 }, groupIds: ['sg-0bas'] }, 'admitted'],
    ['for the span below', { ports: { from: 9092, to: 9097 }, groupIds: ['sg-0bas'] }, 'refused'],
    ['for the span above', { ports: { from: 9099, to: 9199 }, groupIds: ['sg-0bas'] }, 'refused'],
    ['for all ports', { ports: undefined, groupIds: ['sg-0bas'] }, 'admitted'],
    [
      'for a prefix list on another port',
      { ports: { from: 22, to: 22 }, prefixListIds: ['pl-1'] },
      'refused',
    ],
    ['for what is no block', { blocks: ['10.0.0.0', 'all', '10.0.0.0/99', '/8'] }, 'refused'],
  ])('%s: %s', (_, over, kind) => {
    expect(admission([group(rule(over))], bastion, 9098).kind).toBe(kind);
  });
});

test('one group of several is enough, and says which', () => {
  const web = { id: 'sg-0web', inbound: [rule({ groupIds: ['sg-0bas'] })] };
  expect(admission([group(), web], bastion, 9098)).toMatchObject({
    kind: 'admitted',
    by: { groupId: 'sg-0web', peer: 'sg-0bas' },
  });
});

const byte = fc.nat(255);
const ipv4 = fc.tuple(byte, byte, byte, byte);
const numberOf = ([a, b, c, d]: readonly number[]) =>
  (((a ?? 0) * 256 + (b ?? 0)) * 256 + (c ?? 0)) * 256 + (d ?? 0);

describe('for any', () => {
  test('address and block of IPv4: as arithmetic has it', () => {
    fc.assert(
      fc.property(ipv4, ipv4, fc.nat(32), (network, address, bits) => {
        const size = 2 ** (32 - bits);
        const isIn = Math.floor(numberOf(network) / size) === Math.floor(numberOf(address) / size);
        expect(isInBlock(`${network.join('.')}/${bits}`, address.join('.'))).toBe(isIn);
      }),
    );
  });

  const rules = fc.array(
    fc.record({
      protocol: fc.constantFrom('tcp', 'udp', '6', '-1'),
      ports: fc.option(
        fc.tuple(fc.nat(40), fc.nat(40)).map(([one, other]) => ({
          from: Math.min(one, other),
          to: Math.max(one, other),
        })),
        { nil: undefined },
      ),
      groupIds: fc.subarray(['sg-0bas', 'sg-0web', 'sg-0oth']),
      blocks: fc.subarray(['10.0.0.0/8', '10.0.12.31/32', '192.168.0.0/16', '::/0']),
      prefixListIds: fc.subarray(['pl-1']),
    }),
    { maxLength: 4 },
  );

  test('rules: more of them never shut anybody out, and nobody is let in without one', () => {
    fc.assert(
      fc.property(rules, rules, fc.nat(40), (some, more, port) => {
        const before = admission([group(...some)], bastion, port);
        const after = admission([group(...some, ...more)], bastion, port);
        if (before.kind === 'admitted') expect(after.kind).toBe('admitted');
        if (before.kind === 'unknown') expect(after.kind).not.toBe('refused');
        const peers = openingsFor([group(...some)], port).map(({ peer }) => peer);
        const isPeer = peers.some((peer) =>
          ['sg-0bas', '10.0.0.0/8', '10.0.12.31/32', '::/0'].includes(peer),
        );
        expect(before.kind === 'admitted').toBe(isPeer);
      }),
    );
  });

  test('rule that was missing: once it is there, the port is open', () => {
    fc.assert(
      fc.property(rules, fc.nat(40), (some, port) => {
        const added = rule({ ports: { from: port, to: port }, groupIds: ['sg-0bas'] });
        expect(admission([group(...some, added)], bastion, port).kind).toBe('admitted');
      }),
    );
  });
});
