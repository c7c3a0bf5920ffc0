import { describe, expect, test } from 'vitest';
import { awsRegion } from '../../lab/aws/aws-lab.js';
import type { RuleRequest } from '../../lab/aws/network-lab.js';
import { closedPort, silentPort } from '../../lab/faulty-listeners.js';
import { mutePort } from './mute-port.js';
import { examine } from './suite/examine.js';
import { awsBlock, inPlace, type Place } from './suite/place.js';

type RulesFor = (ids: {
  readonly own: string;
  readonly other: string;
  readonly port: number;
}) => readonly RuleRequest[];

/** A cluster whose brokers take no packet, through a host in a group of its own, with these rules for its port. */
async function builtWith(place: Place, rulesFor: RulesFor) {
  const broker = await place.started(mutePort());
  const [own, other] = await Promise.all([
    place.network.createSecurityGroup({ name: place.named('bastion') }),
    place.network.createSecurityGroup({ name: place.named('other') }),
  ]);
  const target = await place.network.createSecurityGroup({
    name: place.named('msk'),
    inbound: rulesFor({ own, other, port: broker.port }),
  });
  const name = place.named('shop');
  await place.msks.createCluster({
    ...{ name, securityGroupIds: [target], brokers: { private: { iam: broker.bootstrap } } },
  });
  const { instanceId: instance, user, port } = await place.host({}, { securityGroupIds: [own] });
  const environment = {
    aws: awsBlock,
    hosts: { bastion: { instance, user, port } },
    cluster: { name, auth: { mechanism: 'iam' }, via: 'bastion' },
  };
  return { own, other, target, environment, broker };
}

function lookedAt(rulesFor: RulesFor, fault?: string) {
  return inPlace(async (place) => {
    const { environment, ...ids } = await builtWith(place, rulesFor);
    if (fault !== undefined)
      await place.aws.fault({ service: 'ec2', action: fault, code: 'UnauthorizedOperation' });
    const { document } = await examine(place, { environment });
    const found = document.layers.find(({ layer }) => layer === 'security group') ?? expect.unreachable();
    return { ...ids, found, document };
  });
}

describe.concurrent('through a host, to a port that is silent', () => {
  test('no rule: the verdict, the line and the fix', async ({ expect }) => {
    const { own, target, broker, found, document } = await lookedAt(({ own }) => [
      { ports: 9, peer: { groupId: own } },
    ]);
    expect(found.findings).toEqual([
      {
        verdict: 'broken',
        saw: expect.stringMatching(
          new RegExp(
            `^${target} admits 9 from bastion \\(i-\\w+\\) in ${own}, not ${broker.port} \\(${broker.bootstrap}\\)$`,
          ),
        ),
        problem: 'port-closed-by-security-group',
        next: [
          'Add the rule that is missing:',
          `aws ec2 authorize-security-group-ingress --group-id ${target} --protocol tcp --port ${broker.port} --source-group ${own} --region ${awsRegion}`,
        ],
        fix: { kind: 'security group rule', groupId: target, port: broker.port, source: { groupId: own } },
        isRight: false,
      },
    ]);
    expect(document.verdict).toMatchObject({ layer: 'security group' });
    expect(document.layers.find(({ layer }) => layer === 'ssh')?.status).toBe('ok');
  });

  test('a rule for another group', async ({ expect }) => {
    const { own, other, target, broker, found } = await lookedAt(({ other: group, port }) => [
      { ports: port, peer: { groupId: group } },
    ]);
    expect(found.findings).toMatchObject([{ verdict: 'broken', problem: 'rule-for-wrong-group' }]);
    expect(found.findings[0]?.saw).toMatch(
      new RegExp(`^${target} admits ${broker.port} from ${other}, not from bastion \\(i-\\w+\\) in ${own} `),
    );
  });

  test('the right rule: the layer is well, and TCP is not', async ({ expect }) => {
    const { found, document } = await lookedAt(({ own, port }) => [
      { ports: [port - 1, port], peer: { groupId: own } },
    ]);
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
      const { document } = await examine(place, { environment });
      return document.layers.find(({ layer }) => layer === 'security group');
    });
    expect(found).toMatchObject({ status: 'skipped', findings: [] });
  });
});

/** A bastion that nothing is let in to, whose port is as the lab has it. */
async function bastionAt({ place, host: publicAddress, port }: { place: Place; host: string; port: number }) {
  const group = await place.network.createSecurityGroup({ name: place.named('bastion') });
  const instance = await place.aws.runInstance({
    ...{ name: place.named('bastion'), publicAddress, securityGroupIds: [group] },
  });
  const environment = {
    aws: awsBlock,
    hosts: { bastion: { instance, port } },
    cluster: { brokers: ['10.0.11.8:9092'], via: 'bastion' },
  };
  const { layers } = (await examine(place, { environment })).document;
  const of = (name: string) => layers.find(({ layer }) => layer === name);
  return { group, ssh: of('ssh'), found: of('security group') };
}

describe.concurrent('SSH on the way', () => {
  test('whose packets are lost, and no rule for it', async ({ expect }) => {
    const { group, ssh, found, port } = await inPlace(async (place) => {
      const { host, port } = await place.started(mutePort());
      return { ...(await bastionAt({ place, host, port })), port };
    });
    expect(ssh?.findings).toMatchObject([{ problem: 'ssh-silent' }]);
    expect(found?.findings).toMatchObject([
      {
        verdict: 'broken',
        saw: `${group} admits nobody to ${port}: this machine can't reach 127.0.0.1:${port}`,
        problem: 'ssh-closed-by-security-group',
        next: [
          'Add the rule that is missing:',
          `aws ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port ${port} --cidr 127.0.0.1/32 --region ${awsRegion}`,
        ],
      },
    ]);
  });

  test.for([
    ['ssh-refused', closedPort],
    ['ssh-not-ssh', silentPort],
  ] as const)(
    'that was reached is no matter of a security group: %s',
    async ([problem, open], { expect }) => {
      const { ssh, found } = await inPlace(async (place) => {
        const { host, port } = await place.started(open());
        return bastionAt({ place, host, port });
      });
      expect(ssh?.findings).toMatchObject([{ problem }]);
      expect(found).toMatchObject({ status: 'skipped', findings: [] });
    },
  );
});
