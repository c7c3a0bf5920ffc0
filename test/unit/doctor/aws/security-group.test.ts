import { describe, expect, test } from 'vitest';
import type { SecurityGroup, SecurityRule } from '../../../../src/lib/aws/contract/network.js';
import { brokerTargets, isItself } from '../../../../src/lib/doctor/aws/broker-targets.js';
import { ingressCommand } from '../../../../src/lib/doctor/aws/ingress-command.js';
import {
  type Approach,
  judgeApproaches,
  ofBrokers,
  ofNodes,
  ofSsh,
  type Source,
} from '../../../../src/lib/doctor/aws/judge-security-group.js';
import { filtersFor, nodeSource } from '../../../../src/lib/doctor/aws/node-source.js';
import { sourceHere, sourceOfHost } from '../../../../src/lib/doctor/aws/source-of.js';
import { ForbiddenError } from '../../../../src/lib/k8s/errors.js';
import { instance } from './instance.js';

const place = { region: 'ap-northeast-2', profile: 'liquibook' };
const tail = '--region ap-northeast-2 --profile liquibook';
const bastion: Source = {
  ...{ label: 'bastion (i-1)', groupIds: ['sg-0bas'], addresses: ['10.0.12.31'], isKnown: true },
};
const here: Source = { label: 'this machine', groupIds: [], addresses: ['10.9.0.4'], isKnown: false };

const inbound = (ports: readonly [number, number], over: Partial<SecurityRule>): SecurityRule => ({
  ...{
    protocol: 'tcp',
    ports: { from: ports[0], to: ports[1] },
    blocks: [],
    groupIds: [],
    prefixListIds: [],
  },
  ...over,
});
const group = (...rules: readonly SecurityRule[]): SecurityGroup => ({
  ...{ id: 'sg-0def', name: 'msk', vpcId: 'vpc-1', inbound: rules, outbound: [] },
});
const approach = (over: Partial<Approach>): Approach => ({
  ...{ source: bastion, address: { host: 'b-1.example', port: 9098 }, groups: [group()] },
  ...{ answers: undefined, isPublic: false },
  ...over,
});
const judge = (over: Partial<Approach>, kind = ofBrokers) =>
  judgeApproaches([approach(over)], kind, place)[0] ?? expect.unreachable();

describe('through a host', () => {
  test('the rule that lets it in', () => {
    const groups = [group(inbound([9096, 9098], { groupIds: ['sg-0bas'] }))];
    expect(judge({ groups, answers: false })).toEqual({
      verdict: 'ok',
      saw: 'sg-0def admits 9098 from sg-0bas: bastion (i-1) to b-1.example:9098',
    });
  });

  test('the rule that is missing, as a line to paste and as a fix', () => {
    expect(judge({ answers: false })).toEqual({
      verdict: 'broken',
      saw: "sg-0def admits nobody to 9098: bastion (i-1) can't reach b-1.example:9098",
      problem: 'port-closed-by-security-group',
      next: [
        'Add the rule that is missing:',
        `aws ec2 authorize-security-group-ingress --group-id sg-0def --protocol tcp --port 9098 --source-group sg-0bas ${tail}`,
      ],
      fix: { kind: 'security group rule', groupId: 'sg-0def', port: 9098, source: { groupId: 'sg-0bas' } },
    });
  });

  test('rules for its other ports are named', () => {
    const groups = [
      group(
        inbound([9092, 9092], { groupIds: ['sg-0bas'] }),
        inbound([9094, 9094], { blocks: ['10.0.0.0/8'] }),
      ),
    ];
    expect(judge({ groups })).toMatchObject({
      saw: 'sg-0def admits 9092 and 9094 from bastion (i-1) in sg-0bas, not 9098 (b-1.example:9098)',
      problem: 'port-closed-by-security-group',
    });
  });

  test('a rule for another group names both', () => {
    const groups = [group(inbound([9098, 9098], { groupIds: ['sg-0web'] }))];
    expect(judge({ groups, answers: false })).toMatchObject({
      verdict: 'broken',
      saw: 'sg-0def admits 9098 from sg-0web, not from bastion (i-1) in sg-0bas (b-1.example:9098)',
      problem: 'rule-for-wrong-group',
      fix: { source: { groupId: 'sg-0bas' } },
    });
  });

  test('a rule for another network is no rule for another group', () => {
    const groups = [group(inbound([9098, 9098], { blocks: ['10.1.0.0/16'] }))];
    expect(judge({ groups })).toMatchObject({ problem: 'port-closed-by-security-group' });
  });

  test('what answers is fine, whatever the rules look like', () => {
    expect(judge({ answers: true })).toEqual({
      verdict: 'ok',
      saw: 'b-1.example:9098 answers bastion (i-1), by whatever rule of sg-0def',
    });
  });

  test('a prefix list is no break, and a warning only where it is silent', () => {
    const groups = [group(inbound([9098, 9098], { prefixListIds: ['pl-7'] }))];
    expect(judge({ groups })).toMatchObject({ verdict: 'ok' });
    expect(judge({ groups, answers: false })).toMatchObject({
      verdict: 'warning',
      problem: 'rule-not-for-here',
      next: [
        'See which addresses are in it:',
        `aws ec2 get-managed-prefix-list-entries --prefix-list-id pl-7 ${tail}`,
      ],
    });
  });

  test('what EC2 calls a prefix list is one word of the line to paste', () => {
    const groups = [group(inbound([9098, 9098], { prefixListIds: ['pl-7;$(id)'] }))];
    const { next } = judge({ groups, answers: false });
    expect(next?.[1]).toBe(`aws ec2 get-managed-prefix-list-entries --prefix-list-id 'pl-7;$(id)' ${tail}`);
  });

  test('one without groups is let in by its address', () => {
    const source = { ...bastion, groupIds: [] };
    expect(judge({ source })).toMatchObject({
      fix: { source: { block: '10.0.12.31/32' } },
      next: ['Add the rule that is missing:', expect.stringContaining('--cidr 10.0.12.31/32 --region')],
    });
  });

  test('three brokers alike are one finding', () => {
    const brokers = [1, 2, 3].map((id) => approach({ address: { host: `b-${id}.example`, port: 9098 } }));
    const found = judgeApproaches(brokers, ofBrokers, place);
    expect(found.map(({ saw }) => saw)).toEqual([
      "sg-0def admits nobody to 9098: bastion (i-1) can't reach b-1.example:9098 and 2 more",
    ]);
  });
});

describe('from this machine', () => {
  const forOthers = [group(inbound([9098, 9098], { groupIds: ['sg-0web'], blocks: ['203.0.113.0/24'] }))];

  test('a rule for everybody', () => {
    const groups = [group(inbound([9098, 9098], { blocks: ['0.0.0.0/0'] }))];
    expect(judge({ source: here, groups, answers: false })).toMatchObject({ verdict: 'ok' });
  });

  test('rules for others are no break: AWS may see another address', () => {
    expect(judge({ source: here, groups: forOthers })).toMatchObject({
      verdict: 'ok',
      saw: "sg-0def admits 9098 from sg-0web and 203.0.113.0/24: whether this machine is among them isn't known",
    });
    const silent = judge({ source: here, groups: forOthers, answers: false });
    expect(silent).toMatchObject({ verdict: 'warning', problem: 'rule-not-for-here' });
    expect(silent.fix).toBeUndefined();
  });

  test('no rule at all is a break, from wherever one comes', () => {
    const inside = judge({ source: here, answers: false });
    expect(inside).toMatchObject({
      saw: "sg-0def admits nobody to 9098: this machine can't reach b-1.example:9098",
      problem: 'port-closed-by-security-group',
      next: ['Add the rule that is missing:', expect.stringContaining('--cidr 10.9.0.4/32')],
    });
    expect(inside.fix).toBeUndefined();
    expect(judge({ source: here, isPublic: true }).next?.[1]).toBe(
      `aws ec2 authorize-security-group-ingress --group-id sg-0def --protocol tcp --port 9098 --cidr "$(curl -s https://checkip.amazonaws.com)/32" ${tail}`,
    );
  });
});

test('SSH and nodes have problems of their own, and of nodes nothing is sure', () => {
  expect(judge({ answers: false }, ofSsh)).toMatchObject({
    verdict: 'broken',
    problem: 'ssh-closed-by-security-group',
  });
  expect(judge({}, ofNodes)).toMatchObject({ verdict: 'warning', problem: 'port-closed-to-nodes' });
});

test('what was not tried, since something further out is broken, is no break', () => {
  expect(judge({})).toMatchObject({ verdict: 'warning', problem: 'port-closed-by-security-group' });
});

test('a command for the default profile, and words that a shell would read', () => {
  const missing = { groupId: 'sg-1', port: 22 };
  expect(ingressCommand(missing, { groupId: 'sg-2' }, { region: 'eu-west-1', profile: undefined })).toBe(
    'aws ec2 authorize-security-group-ingress --group-id sg-1 --protocol tcp --port 22 --source-group sg-2 --region eu-west-1',
  );
  const profile = 'my profile; rm';
  expect(ingressCommand(missing, { block: '10.0.0.1/32' }, { region: 'eu-west-1', profile })).toContain(
    "--profile 'my profile; rm'",
  );
});

describe('what is dialled', () => {
  const kafka = instance({ id: 'i-2', privateAddress: '10.0.0.7', publicAddress: '198.51.100.7' });
  const hosts = new Map([['kafka', kafka]]);
  const at = (host: string) => ({ host, port: 9092 });

  test('brokers that are instances, by either address', () => {
    const found = brokerTargets(
      [at('10.0.0.7'), at('198.51.100.7'), at('other')],
      { targets: [] },
      { hosts },
    );
    expect(found).toMatchObject([
      { address: at('10.0.0.7'), instanceId: 'i-2', isPublic: false },
      { address: at('198.51.100.7'), isPublic: true },
    ]);
  });

  test('of an MSK cluster its own network and its public brokers, but no private link', () => {
    const targets = [{ address: at('b-1'), securityGroupIds: ['sg-1'] }];
    const of = (access: 'private' | 'public' | 'vpc') => brokerTargets([], { targets, access }, { hosts });
    expect(of('private')).toMatchObject([{ isPublic: false }]);
    expect(of('public')).toMatchObject([{ isPublic: true }]);
    expect(of('vpc')).toEqual([]);
  });

  test('an instance reaches itself past its security groups', () => {
    expect(isItself(kafka, { instanceId: 'i-2', address: at('10.0.0.7') })).toBe(true);
    expect(isItself(kafka, { instanceId: 'i-2', address: at('198.51.100.7') })).toBe(false);
    expect(isItself(kafka, { instanceId: 'i-3', address: at('10.0.0.8') })).toBe(false);
  });
});

test('from the internet a host is in no group', () => {
  const host = instance({
    privateAddress: '10.0.0.7',
    publicAddress: '198.51.100.7',
    securityGroupIds: ['sg-1'],
  });
  expect(sourceOfHost(host, 'kafka', true)).toMatchObject({ groupIds: [], addresses: ['198.51.100.7'] });
  expect(sourceOfHost(host, 'kafka', false)).toMatchObject({ groupIds: ['sg-1'], addresses: ['10.0.0.7'] });
});

test('this machine is known by the address that it sends from', async () => {
  expect(await sourceHere('127.0.0.1')).toMatchObject({ addresses: ['127.0.0.1'], isKnown: false });
  expect(await sourceHere('b-1.example')).toMatchObject({ addresses: [] });
});

describe('nodes', () => {
  test('are found by their names', () => {
    const names = ['ip-10-0-12-31.ap-northeast-2.compute.internal', 'i-0123456789abcdef0', 'minikube', 'i-x'];
    expect(filtersFor(names)).toEqual([
      { instanceIds: ['i-0123456789abcdef0'] },
      { privateAddresses: ['10.0.12.31'] },
    ]);
  });

  const network = {
    networkInterfaces: async () => [
      {
        ...{ id: 'eni-1', vpcId: undefined, subnetId: undefined, privateAddress: '10.0.12.31' },
        ...{ publicAddress: undefined, instanceId: 'i-1', securityGroupIds: ['sg-0nod'] },
      },
    ],
  };
  const node = { name: 'ip-10-0-12-31.x', isReady: true, isUnschedulable: false, labels: {} };
  const signal = new AbortController().signal;

  test('have their groups and addresses', async () => {
    expect(await nodeSource(network, { nodes: async () => [node] }, signal)).toEqual({
      ...{ label: '1 node', groupIds: ['sg-0nod'], addresses: ['10.0.12.31'], isKnown: true },
    });
  });

  test('that may not be listed, or are none of EC2, are left out', async () => {
    const forbidden = { nodes: () => Promise.reject(Object.create(ForbiddenError.prototype)) };
    expect(await nodeSource(network, forbidden, signal)).toBeUndefined();
    const local = { nodes: async () => [{ ...node, name: 'minikube' }] };
    expect(await nodeSource(network, local, signal)).toBeUndefined();
  });
});
