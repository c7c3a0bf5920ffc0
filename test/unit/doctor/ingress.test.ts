import { describe, expect, test } from 'vitest';
import type { IngressRule, SecurityGroup, SecurityRule } from '../../../src/lib/aws/contract/network.js';
import type { Outcome } from '../../../src/lib/change/outcome.js';
import { ingressCapability } from '../../../src/lib/doctor/fix/ingress-capability.js';
import { planIngress } from '../../../src/lib/doctor/fix/plan-ingress.js';
import { AccessError } from '../../../src/lib/errors.js';

const rule = (source: IngressRule['source'] = { groupId: 'sg-0bas' }): IngressRule => ({
  ...{ groupId: 'sg-0def', port: 9098, source, description: 'exops doctor, kim' },
});
const inbound = (over: Partial<SecurityRule>): SecurityRule => ({
  ...{ protocol: 'tcp', ports: { from: 9098, to: 9098 }, blocks: [], groupIds: [], prefixListIds: [] },
  ...over,
});
const group = (...rules: readonly SecurityRule[]): SecurityGroup => ({
  ...{ id: 'sg-0def', name: 'msk', vpcId: 'vpc-1', inbound: rules, outbound: [] },
});

describe('the plan', () => {
  test('a rule more, and who is let in', () => {
    const { changes } = planIngress(rule(), { group: group() });
    expect(changes).toMatchObject([
      {
        ...{ kind: 'security group rule', name: 'sg-0def tcp 9098 from sg-0bas', summary: 'msk' },
        ...{ action: 'create', severity: 'safe' },
        fields: [{ name: 'inbound', before: null, after: 'tcp 9098 from sg-0bas' }],
        cautions: ['Everything in the security group sg-0bas will reach port 9098 of everything in sg-0def.'],
      },
    ]);
  });

  test.each([
    ['10.0.12.31/32', 'Every address in 10.0.12.31/32 will reach port 9098 of everything in sg-0def.'],
    ['0.0.0.0/0', 'The whole internet will reach port 9098 of everything in sg-0def.'],
    ['::/0', 'The whole internet will reach port 9098 of everything in sg-0def.'],
  ])('from %s', (block, caution) => {
    expect(planIngress(rule({ block }), { group: group() }).changes[0]?.cautions).toEqual([caution]);
  });

  test.each([
    ['the port', inbound({ groupIds: ['sg-0bas'] }), true],
    ['a span of ports', inbound({ ports: { from: 9090, to: 9100 }, groupIds: ['sg-0bas'] }), true],
    ['all', inbound({ protocol: '-1', ports: undefined, groupIds: ['sg-0bas'] }), true],
    ['another port', inbound({ ports: { from: 9092, to: 9094 }, groupIds: ['sg-0bas'] }), false],
    ['another group', inbound({ groupIds: ['sg-0oth'] }), false],
    ['another protocol', inbound({ protocol: 'udp', groupIds: ['sg-0bas'] }), false],
  ])('where %s is admitted: nothing to do is %s', (_, one, isThere) => {
    expect(planIngress(rule(), { group: group(one) }).unchanged).toBe(isThere ? 1 : 0);
  });

  test('no such group is refused', () => {
    expect(planIngress(rule(), { group: undefined })).toMatchObject({
      changes: [],
      refusals: [{ reason: 'There is no security group sg-0def in this region.' }],
    });
  });
});

describe('applied', () => {
  /** EC2, in which a rule shows after so many more looks. */
  async function applied(shows: number, refuse?: Error) {
    let looks = 0;
    let asked: IngressRule | undefined;
    const slept: number[] = [];
    const capability = ingressCapability(
      {
        network: {
          securityGroups: async () => {
            const isThere = asked !== undefined && looks++ >= shows;
            return [isThere ? group(inbound({ groupIds: ['sg-0bas'] })) : group()];
          },
          authorizeIngress: async (one) => {
            if (refuse !== undefined) throw refuse;
            asked = one;
          },
        },
        clock: {
          sleep: async (ms) => {
            slept.push(ms);
          },
        },
      },
      rule(),
    );
    const outcomes: Outcome[] = [];
    const work = { update() {}, signal: new AbortController().signal };
    const plan = capability.plan(await capability.observe(work));
    await capability.apply(plan, { ...work, tell() {}, report: (one) => outcomes.push(one) });
    return { asked, slept, outcomes: await capability.verify(plan, outcomes, work) };
  }

  test('and read back, until it shows', async () => {
    const { asked, slept, outcomes } = await applied(2);
    expect(asked).toEqual(rule());
    expect(slept).toEqual([1_000, 1_000]);
    expect(outcomes).toMatchObject([{ status: 'done' }]);
  });

  test('what never shows is not called done', async () => {
    const { outcomes } = await applied(99);
    expect(outcomes).toMatchObject([
      { status: 'unknown', reason: 'accepted, but the security group does not have the rule' },
    ]);
  });

  test('a right that is missing is said to be one', async () => {
    const { outcomes } = await applied(0, new AccessError('ec2:AuthorizeSecurityGroupIngress is denied'));
    expect(outcomes).toMatchObject([
      { status: 'failed', access: true, reason: 'ec2:AuthorizeSecurityGroupIngress is denied' },
    ]);
  });
});
