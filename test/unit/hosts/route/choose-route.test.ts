import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AccessError, ExopsError } from '../../../../src/lib/errors.js';
import { routeNames } from '../../../../src/lib/hosts/host-settings.js';
import { chooseRoute, type RouteFacts } from '../../../../src/lib/hosts/route/choose-route.js';
import { thrownBy } from '../find/instances.js';
import { endpoint, nothing, question } from './route-questions.js';

const publicAddress = '198.51.100.7';
const ipv6Address = '2001:db8::7';
const privateAddress = '10.0.11.8';
const managed: RouteFacts = { endpoints: { is: [] }, plugin: { is: '1.2.707.0' }, isManaged: { is: true } };
const denied = new AccessError('AWS says no.\nReally.');

function direct(address: string, why?: string, others: readonly string[] = []) {
  return { route: { kind: 'direct', address, others, why } };
}

describe('by itself', () => {
  test('goes to a public address, and looks nothing up', () => {
    expect(chooseRoute(question({ instance: { publicAddress } }), {})).toEqual(direct(publicAddress));
  });

  test('has an IPv6 address as a second one, when this machine has one itself', () => {
    const asked = { instance: { publicAddress, ipv6Address } };
    expect(chooseRoute(question(asked), {})).toEqual(direct(publicAddress));
    expect(chooseRoute(question({ ...asked, hasIpv6: true }), {})).toEqual(
      direct(publicAddress, undefined, [ipv6Address]),
    );
  });

  test('goes to an IPv6 address alone, when this machine has one itself', () => {
    const asked = { instance: { ipv6Address } };
    expect(chooseRoute(question({ ...asked, hasIpv6: true }), {})).toEqual(
      direct(ipv6Address, 'no public IPv4 address'),
    );
    expect(chooseRoute(question(asked), {})).toEqual({ needs: 'endpoints' });
  });

  test('goes through the host that is set, to the private address', () => {
    const asked = { settings: { via: 'bastion' }, instance: { publicAddress } };
    expect(chooseRoute(question(asked), {})).toEqual({
      route: { kind: 'via', host: 'bastion', address: privateAddress },
    });
    expect(chooseRoute(question({ ...asked, settings: { via: 'bastion', address: 'public' } }), {})).toEqual({
      route: { kind: 'via', host: 'bastion', address: publicAddress },
    });
  });

  test('goes to the address that is set', () => {
    const both = { instance: { publicAddress } };
    expect(chooseRoute(question({ ...both, settings: { address: 'private' } }), {})).toEqual(
      direct(privateAddress, 'the private address, as asked'),
    );
    expect(chooseRoute(question({ ...both, settings: { address: 'public' } }), {})).toEqual(
      direct(publicAddress),
    );
  });

  test('without a public address asks for endpoints first, then for the plugin, then for the agent', () => {
    expect(chooseRoute(question(), {})).toEqual({ needs: 'endpoints' });
    expect(chooseRoute(question(), { endpoints: { is: [] } })).toEqual({ needs: 'plugin' });
    const { isManaged: _, ...known } = managed;
    expect(chooseRoute(question(), known)).toEqual({ needs: 'isManaged' });
    expect(chooseRoute(question(), managed)).toMatchObject({ route: { kind: 'ssm' } });
  });

  test('takes an endpoint before Systems Manager', () => {
    expect(chooseRoute(question(), { ...managed, endpoints: { is: [endpoint] } })).toEqual({
      route: { kind: 'eice', endpoint, privateAddress, why: 'no public address' },
    });
  });

  test('says for Systems Manager what wasn’t there', () => {
    expect(chooseRoute(question(), managed)).toEqual({
      route: { kind: 'ssm', why: 'no public address, no endpoint in vpc-0a' },
    });
  });

  test('takes no endpoint for a port that it doesn’t open', () => {
    const asked = question({ settings: { port: 2222 } });
    expect(chooseRoute(asked, {})).toEqual({ needs: 'plugin' });
    expect(chooseRoute(asked, managed)).toEqual({
      route: {
        kind: 'ssm',
        why: 'no public address, an endpoint opens ports 22 and 3389 only, not 2222',
      },
    });
  });

  test.each<[string, RouteFacts, string]>([
    [
      'the plugin isn’t there',
      nothing,
      "no public address, no endpoint in vpc-0a, the session-manager-plugin isn't installed here",
    ],
    [
      'the plugin is old',
      { ...nothing, plugin: { is: '1.2.497.0' } },
      "no public address, no endpoint in vpc-0a, the session-manager-plugin 1.2.497.0 takes a session's token on its command line, where others can read it",
    ],
    [
      'the agent doesn’t answer',
      { ...managed, isManaged: { is: false } },
      'no public address, no endpoint in vpc-0a, not managed by SSM',
    ],
    [
      'the rights are missing',
      { endpoints: { failed: denied }, plugin: { is: '1.2.707.0' }, isManaged: { failed: denied } },
      "no public address, the endpoints in vpc-0a can't be listed (AWS says no. Really), Systems Manager can't be asked (AWS says no. Really)",
    ],
    [
      'the plugin is broken',
      { ...nothing, plugin: { failed: new ExopsError('It breaks.') } },
      "no public address, no endpoint in vpc-0a, the session-manager-plugin doesn't run (It breaks)",
    ],
  ])('tries the private address in the end: %s', (_, facts, reasons) => {
    expect(chooseRoute(question(), facts)).toEqual(
      direct(privateAddress, `${reasons}: trying it directly, as a VPN would reach it`),
    );
  });

  test('has nowhere to go without an address', () => {
    const asked = question({ instance: { privateAddress: undefined, vpcId: undefined } });
    expect(thrownBy(() => chooseRoute(asked, nothing))).toMatchObject({
      message: 'kafka (i-0123456789abcdef0) has no address.',
      hint: undefined,
    });
  });
});

describe('an address that is set and isn’t there', () => {
  test.each([
    ['public', {}],
    ['public', { via: 'bastion' }],
    ['private', { instance: { publicAddress, privateAddress: undefined } }],
    ['public', { route: 'direct' }],
  ] as const)(
    '%s %o',
    (address, { instance, ...settings }: { instance?: object; via?: string; route?: 'direct' }) => {
      const asked = question({
        settings: { address, ...settings },
        ...(instance === undefined ? {} : { instance }),
      });
      expect(thrownBy(() => chooseRoute(asked, {}))).toMatchObject({
        message: `kafka (i-0123456789abcdef0) has no ${address} address.`,
        hint: 'Leave address: out in exops.yaml to let exops choose.',
      });
    },
  );
});

describe('a route that is set', () => {
  test('direct goes to the best address there is, and looks nothing up', () => {
    const settings = { route: 'direct' } as const;
    expect(chooseRoute(question({ settings, instance: { publicAddress } }), {})).toEqual(
      direct(publicAddress),
    );
    expect(chooseRoute(question({ settings }), {})).toEqual(direct(privateAddress, 'as asked'));
    const ipv6Only = { ipv6Address, privateAddress: undefined };
    expect(chooseRoute(question({ settings, instance: ipv6Only }), {})).toEqual(
      direct(ipv6Address, 'as asked'),
    );
  });

  test('wins over a host to go through', () => {
    const settings = { route: 'direct', via: 'bastion' } as const;
    expect(chooseRoute(question({ settings }), {})).toEqual(direct(privateAddress, 'as asked'));
  });

  test('eice is taken with a public address, too', () => {
    const asked = question({ settings: { route: 'eice' }, instance: { publicAddress } });
    expect(chooseRoute(asked, {})).toEqual({ needs: 'endpoints' });
    expect(chooseRoute(asked, { endpoints: { is: [endpoint] } })).toEqual({
      route: { kind: 'eice', endpoint, privateAddress, why: 'as asked' },
    });
  });

  test('eice to an instance that has IPv6 alone', () => {
    const asked = question({
      settings: { route: 'eice' },
      instance: { ipv6Address, privateAddress: undefined },
    });
    expect(chooseRoute(asked, { endpoints: { is: [endpoint] } })).toMatchObject({
      route: { privateAddress: ipv6Address },
    });
  });

  test('ssm never asks for endpoints', () => {
    const asked = question({ settings: { route: 'ssm' }, instance: { publicAddress } });
    expect(chooseRoute(asked, {})).toEqual({ needs: 'plugin' });
    expect(chooseRoute(asked, managed)).toEqual({ route: { kind: 'ssm', why: 'as asked' } });
  });

  const installPage =
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

  test.each([
    [
      'eice',
      {},
      nothing,
      'no endpoint in vpc-0a',
      'Make one: aws ec2 create-instance-connect-endpoint --subnet-id subnet-0a',
    ],
    ['eice', { vpcId: undefined }, nothing, 'it is in no VPC', undefined],
    ['eice', { privateAddress: undefined }, nothing, 'it has no private address', undefined],
    ['ssm', {}, nothing, "the session-manager-plugin isn't installed here", `Install it: ${installPage}`],
    [
      'ssm',
      {},
      { plugin: { is: '1.2.30.0' } },
      "the session-manager-plugin 1.2.30.0 takes a session's token on its command line, where others can read it",
      `Install one that is newer than 1.2.497.0: ${installPage}`,
    ],
    [
      'ssm',
      {},
      { ...managed, isManaged: { is: false } },
      'not managed by SSM',
      'The SSM agent must run on kafka (i-0123456789abcdef0), with an instance profile that has the policy AmazonSSMManagedInstanceCore and a way to the service.',
    ],
  ] as const)('%s is impossible: %o %o', (route, instance, facts, because, hint) => {
    expect(thrownBy(() => chooseRoute(question({ settings: { route }, instance }), facts))).toMatchObject({
      message: `Can't reach kafka (i-0123456789abcdef0) by route ${route}: ${because}.`,
      hint,
    });
  });

  test('eice to another port is impossible', () => {
    const asked = question({ settings: { route: 'eice', port: 2222 } });
    expect(thrownBy(() => chooseRoute(asked, {}))).toMatchObject({
      message:
        "Can't reach kafka (i-0123456789abcdef0) by route eice: an endpoint opens ports 22 and 3389 only, not 2222.",
      hint: 'Let sshd listen on port 22, too, or take another route.',
    });
  });

  test.each([
    ['eice', { endpoints: { failed: denied } }],
    ['ssm', { plugin: { is: '1.2.707.0' }, isManaged: { failed: denied } }],
  ] as const)('%s fails as its lookup failed', (route, facts) => {
    expect(thrownBy(() => chooseRoute(question({ settings: { route } }), facts))).toBe(denied);
  });
});

test('whatever is asked, it comes to an end, and asks for nothing twice', () => {
  const maybe = (value: string) => fc.option(fc.constant(value), { nil: undefined });
  const asked = fc.record({
    settings: fc.record({
      address: fc.constantFrom('public' as const, 'private' as const, undefined),
      port: fc.constantFrom(22, 2222),
      route: fc.constantFrom(...routeNames, undefined),
      via: maybe('bastion'),
    }),
    instance: fc.record({
      publicAddress: maybe(publicAddress),
      privateAddress: maybe(privateAddress),
      ipv6Address: maybe(ipv6Address),
      vpcId: maybe('vpc-0a'),
    }),
    hasIpv6: fc.boolean(),
  });
  const world: fc.Arbitrary<Required<RouteFacts>> = fc.record({
    endpoints: fc.constantFrom({ is: [] }, { is: [endpoint] }, { failed: denied }),
    plugin: fc.constantFrom({ is: undefined }, { is: '1.2.707.0' }, { is: '1.0' }, { failed: denied }),
    isManaged: fc.constantFrom({ is: true }, { is: false }, { failed: denied }),
  });
  fc.assert(
    fc.property(asked, world, (parts, known) => {
      let facts: RouteFacts = {};
      for (;;) {
        const decision = decide(parts, facts);
        if (decision === 'refused') return;
        if ('route' in decision) {
          const wanted = { direct: 'direct', eice: 'eice', ssm: 'ssm' }[parts.settings.route ?? 'direct'];
          if (parts.settings.route !== undefined) expect(decision.route.kind).toBe(wanted);
          return;
        }
        expect(facts).not.toHaveProperty(decision.needs);
        facts = { ...facts, [decision.needs]: known[decision.needs] };
      }
    }),
  );
});

function decide(parts: Parameters<typeof question>[0], facts: RouteFacts) {
  try {
    return chooseRoute(question(parts), facts);
  } catch (error) {
    if (error instanceof ExopsError) return 'refused';
    throw error;
  }
}
