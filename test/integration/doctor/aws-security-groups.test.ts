import { describe, expect, test } from 'vitest';
import { awsRegion } from '../../lab/aws/aws-lab.js';
import type { RuleRequest } from '../../lab/aws/network-lab.js';
import { closedPort } from '../../lab/faulty-listeners.js';
import { examine } from './suite/examine.js';
import { awsBlock, inPlace, type Place } from './suite/place.js';

/** Where packets are lost: nobody has this address (RFC 5737). */
const nowhere = '192.0.2.1';

/** A cluster whose brokers take no packet, through a host in a group of its own, with these rules for its port. */
async function builtWith(place: Place, rulesFor: (own: string, other: string) => readonly RuleRequest[]) {
  const [own, other] = await Promise.all([
    place.network.createSecurityGroup({ name: place.named('bastion') }),
    place.network.createSecurityGroup({ name: place.named('other') }),
  ]);
  const target = await place.network.createSecurityGroup({
    name: place.named('msk'),
    inbound: rulesFor(own, other),
  });
  const name = place.named('shop');
  await place.msks.createCluster({
    ...{ name, securityGroupIds: [target], brokers: { private: { iam: `${nowhere}:9098` } } },
  });
  const { instanceId: instance, user, port } = await place.host({}, { securityGroupIds: [own] });
  const environment = {
    aws: awsBlock,
    hosts: { bastion: { instance, user, port } },
    cluster: { name, auth: { mechanism: 'iam' }, via: 'bastion' },
  };
  return { own, other, target, environment };
}

function lookedAt(rulesFor: (own: string, other: string) => readonly RuleRequest[], fault?: string) {
  return inPlace(async (place) => {
    const { environment, ...ids } = await builtWith(place, rulesFor);
    if (fault !== undefined) await place.aws.fault({ service: 'ec2', action: fault, code: 'UnauthorizedOperation' });
    const { document } = await examine(place, { environment, args: '--timeout 3s' });
    const found = document.layers.find(({ layer }) => layer === 'security group') ?? expect.unreachable();
    return { ...ids, found, document };
  });
}

describe.concurrent('through a host, to a port that is silent', () => {
  test('no rule: the verdict, the line and the fix', async ({ expect }) => {
    const { own, target, found, document } = await lookedAt((group) => [{ ports: 9092, peer: { groupId: group } }]);
    expect(found.findings).toEqual([
      {
        verdict: 'broken',
        saw: expect.stringMatching(
          new RegExp(`^${target} admits 9092 from bastion \\(i-\\w+\\) in ${own}, not 9098 \\(${nowhere}:9098\\)$`),
        ),
        problem: 'port-closed-by-security-group',
        next: [
          'Add the rule that is missing:',
          `aws ec2 authorize-security-group-ingress --group-id ${target} --protocol tcp --port 9098 --source-group ${own} --region ${awsRegion}`,
        ],
        fix: { kind: 'security group rule', groupId: target, port: 9098, source: { groupId: own } },
        isRight: false,
      },
    ]);
    expect(document.verdict).toMatchObject({ layer: 'security group' });
    expect(document.layers.find(({ layer }) => layer === 'ssh')?.status).toBe('ok');
  });

  test('a rule for another group', async ({ expect }) => {
    const { own, other, target, found } = await lookedAt((_, group) => [{ ports: 9098, peer: { groupId: group } }]);
    expect(found.findings).toMatchObject([{ verdict: 'broken', problem: 'rule-for-wrong-group' }]);
    expect(found.findings[0]?.saw).toMatch(
      new RegExp(`^${target} admits 9098 from ${other}, not from bastion \\(i-\\w+\\) in ${own} `),
    );
  });

  test('the right rule: the layer is well, and TCP is not', async ({ expect }) => {
    const { found, document } = await lookedAt((group) => [{ ports: [9092, 9098], peer: { groupId: group } }]);
    expect(found).toMatchObject({ status: 'ok' });
    expect(document.verdict).toMatchObject({ layer: 'tcp' });
  });

  test('without the right to look, a warning', async ({ expect }) => {
    const { found } = await lookedAt(() => [], 'DescribeSecurityGroups');
    expect(found).toMatchObject({ status: 'warning', findings: [{ problem: 'aws-right-missing' }] });
  });
});

describe.concurrent('what is no break', () => {
  test('a broker that answers without any rule', async ({ expect }) => {
    const layers = await inPlace(async (place) => {
      const { listeners } = await place.msk();
      const name = place.named('shop');
      const group = await place.network.createSecurityGroup({ name: place.named('msk') });
      await place.msks.createCluster({
        ...{ name, securityGroupIds: [group], brokers: { private: { iam: listeners.iam } } },
      });
      const environment = { aws: awsBlock, cluster: { name, auth: { mechanism: 'iam' } } };
      return (await examine(place, { environment })).document.layers;
    });
    const found = layers.find(({ layer }) => layer === 'security group');
    expect(found?.findings).toMatchObject([{ verdict: 'ok' }]);
    expect(found?.findings[0]?.saw).toContain(' answers this machine, by whatever rule of sg-');
  });

  test('a host that is its own broker', async ({ expect }) => {
    const found = await inPlace(async (place) => {
      const group = await place.network.createSecurityGroup({ name: place.named('kafka') });
      const placed = { securityGroupIds: [group], privateAddress: '10.0.17.5' };
      const { instanceId: instance, user, port } = await place.host({}, placed);
      const environment = {
        aws: awsBlock,
        hosts: { kafka: { instance, user, port } },
        cluster: { brokers: [`\${host:kafka}:9092`], via: 'kafka' },
      };
      const { document } = await examine(place, { environment, args: '--timeout 3s' });
      return document.layers.find(({ layer }) => layer === 'security group');
    });
    expect(found).toMatchObject({ status: 'skipped', findings: [] });
  });
});

test('SSH that is silent, and no rule for it', async () => {
  const { ssh, found, target } = await inPlace(async (place) => {
    const group = await place.network.createSecurityGroup({ name: place.named('bastion') });
    const instance = await place.aws.runInstance({
      ...{ name: place.named('bastion'), publicAddress: nowhere, securityGroupIds: [group] },
    });
    const environment = {
      aws: awsBlock,
      hosts: { bastion: { instance } },
      cluster: { brokers: ['10.0.11.8:9092'], via: 'bastion' },
    };
    const { document } = await examine(place, { environment, args: '--timeout 2s' });
    const of = (name: string) => document.layers.find(({ layer }) => layer === name);
    return { ssh: of('ssh'), found: of('security group'), target: group };
  });
  expect(ssh?.findings).toMatchObject([{ problem: 'ssh-silent' }]);
  expect(found?.findings).toMatchObject([
    {
      verdict: 'broken',
      saw: `${target} admits nobody to 22: this machine can't reach ${nowhere}:22`,
      problem: 'ssh-closed-by-security-group',
      next: [
        'Add the rule that is missing:',
        `aws ec2 authorize-security-group-ingress --group-id ${target} --protocol tcp --port 22 --cidr "$(curl -s https://checkip.amazonaws.com)/32" --region ${awsRegion}`,
      ],
    },
  ]);
});

test('SSH that refuses is no matter of a security group', async () => {
  const layers = await inPlace(async (place) => {
    const group = await place.network.createSecurityGroup({ name: place.named('bastion') });
    const { host: publicAddress, port } = await place.started(closedPort());
    const instance = await place.aws.runInstance({
      ...{ name: place.named('bastion'), publicAddress, securityGroupIds: [group] },
    });
    const environment = {
      aws: awsBlock,
      hosts: { bastion: { instance, port } },
      cluster: { brokers: ['10.0.11.8:9092'], via: 'bastion' },
    };
    return (await examine(place, { environment })).document.layers;
  });
  expect(layers.find(({ layer }) => layer === 'ssh')?.findings).toMatchObject([{ problem: 'ssh-refused' }]);
  expect(layers.find(({ layer }) => layer === 'security group')).toMatchObject({ status: 'skipped' });
});
