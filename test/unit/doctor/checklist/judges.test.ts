import { expect, test } from 'vitest';
import type { Instance } from '../../../../src/lib/aws/aws.js';
import { judgeDatabases } from '../../../../src/lib/doctor/checklist/databases-item.js';
import { judgeHosts } from '../../../../src/lib/doctor/checklist/hosts-item.js';
import { judgeCaches, judgeCacheWays } from '../../../../src/lib/doctor/checklist/judge-caches.js';
import { judgeNodes } from '../../../../src/lib/doctor/checklist/nodes-item.js';
import { judgeTopics } from '../../../../src/lib/doctor/checklist/topics-item.js';
import type { Outcome } from '../../../../src/lib/doctor/model.js';
import type { Listed } from '../../../../src/lib/power/find-sleepers.js';
import type { Sleeper, SleeperState } from '../../../../src/lib/power/model.js';

const said = ({ findings, skipped }: Outcome<unknown>) =>
  skipped === undefined ? findings.map(({ verdict, saw }) => `${verdict}: ${saw}`) : [`skipped: ${skipped}`];

const node = (name: string, isReady: boolean, group = 'spot') => ({
  ...{ name, isReady, isUnschedulable: false, labels: { 'eks.amazonaws.com/nodegroup': group } },
});
const group = (desired: number) => ({
  id: 'arn:aws:eks:ap-northeast-2:123456789012:nodegroup/dev/spot/0cb8',
  ...{ name: 'spot', size: { desired } },
});

test('nodes: all of them, or as many as node groups want', () => {
  expect(said(judgeNodes([node('a', true), node('b', true)], [], 'wake'))).toEqual(['ok: 2 nodes Ready']);
  expect(said(judgeNodes([node('a', true), node('b', false)], [], 'wake'))).toEqual([
    'broken: 1 of 2 nodes not Ready: b',
  ]);
  expect(said(judgeNodes([], [], 'wake'))).toEqual(['broken: there are no nodes']);
  const nodes = [node('a', true), node('b', false), node('c', true, 'other')];
  expect(said(judgeNodes(nodes, [group(1)], 'wake'))).toEqual(['ok: 1 node of 1 node group Ready']);
  expect(said(judgeNodes(nodes, [group(2)], 'wake'))).toEqual(['broken: spot: 1 of 2 nodes Ready']);
  expect(judgeNodes(nodes, [group(0)], 'wake').findings).toMatchObject([
    { saw: 'spot: is asleep: no node is wanted', next: ['wake'] },
  ]);
});

const database = (state: SleeperState, status: string): Listed =>
  ({
    entry: { at: 'exops.yaml:9:7' },
    sleepers: [{ name: 'mysql', state, status } as Sleeper],
  }) as unknown as Listed;

test('databases: only what is available', () => {
  const wake = (name: string) => `exops dev wake ${name}`;
  expect(said(judgeDatabases([], wake))).toEqual(['skipped: the sleep list has no database']);
  expect(said(judgeDatabases([database('awake', 'available')], wake))).toEqual(['ok: 1 database available']);
  expect(judgeDatabases([database('asleep', 'stopped')], wake).findings).toMatchObject([
    { verdict: 'broken', saw: 'mysql is stopped', next: ['exops dev wake mysql'] },
  ]);
  expect(said(judgeDatabases([database('waking', 'starting')], wake))).toEqual(['broken: mysql is starting']);
  expect(said(judgeDatabases([{ ...database('awake', ''), sleepers: [] }], wake))).toEqual([
    'broken: exops.yaml:9:7: there is no such database',
  ]);
});

const instance = (state: Instance['state']) =>
  ({ id: 'i-0123456789abcdef0', state, tags: new Map() }) as unknown as Instance;

test('hosts: each has an instance that runs', () => {
  const judge = (...instances: readonly Instance[]) =>
    judgeHosts([{ name: 'kafka', instances }], 'ap-northeast-2', {
      status: (name) => `exops host status ${name}`,
      wake: 'exops dev wake',
    });
  expect(said(judge(instance('running')))).toEqual(['ok: kafka runs']);
  expect(said(judge(instance('terminated'), instance('running')))).toEqual(['ok: kafka runs']);
  expect(said(judge(instance('terminated')))).toEqual(['broken: kafka: there is no such instance']);
  expect(judge(instance('stopped')).findings).toMatchObject([
    {
      saw: 'kafka (i-0123456789abcdef0) is stopped',
      problem: 'host-stopped',
      next: ['aws ec2 start-instances --instance-ids i-0123456789abcdef0 --region ap-northeast-2'],
    },
  ]);
  const asleep = { ...instance('stopped'), tags: new Map([['exops:sleep', 'v=1 state=on']]) };
  expect(judge(asleep).findings).toMatchObject([{ problem: 'host-asleep', next: ['exops dev wake'] }]);
  expect(judge(instance('pending')).findings).toMatchObject([{ next: ['exops host status kafka'] }]);
});

const topic = (name: string, partitions: number, error?: object) =>
  ({ name, error, partitions: Array.from({ length: partitions }, (_, id) => ({ id })) }) as never;

test('topics: there, with as many partitions at least', () => {
  const wanted = [
    { name: 'orders', partitions: 3 },
    { name: 'trades', partitions: undefined },
  ];
  const judge = (...there: readonly never[]) => said(judgeTopics(wanted, there, 'sync'));
  expect(judge(topic('orders', 3), topic('trades', 1))).toEqual(['ok: 2 topics present']);
  expect(judge(topic('orders', 12), topic('trades', 1))).toEqual(['ok: 2 topics present']);
  expect(judge(topic('orders', 2), topic('trades', 1))).toEqual(['broken: orders has 2 of 3 partitions']);
  expect(judge(topic('trades', 1))).toEqual(['broken: 1 topic missing: orders']);
  expect(judge(topic('orders', 0, { code: 29 }), topic('trades', 1))).toEqual([
    'broken: 1 topic missing: orders',
  ]);
});

test('caches: they serve, and a rule lets the nodes in', () => {
  expect(
    judgeCaches([
      { name: 'redis', state: 'available' },
      { name: 'old', state: 'snapshotting' },
    ]),
  ).toEqual([]);
  expect(judgeCaches([{ name: 'redis', state: 'creating' }])).toMatchObject([
    { verdict: 'broken', saw: 'redis is creating' },
  ]);
  const cache = { name: 'redis', securityGroupIds: ['sg-c'], endpoint: { host: 'r', port: 6379 } };
  const rule = {
    protocol: 'tcp',
    ports: { from: 6379, to: 6379 },
    blocks: [],
    groupIds: [],
    prefixListIds: [],
  };
  const groups = (more: object) => [
    { id: 'sg-c', name: 'c', vpcId: 'vpc-1', outbound: [], inbound: [{ ...rule, ...more }] },
  ];
  const nodes = { addresses: ['10.0.1.7'], groupIds: ['sg-n'] };
  const judge = (more: object) => judgeCacheWays([cache], groups(more), nodes, 'ap-northeast-2');
  expect(judge({ groupIds: ['sg-n'] })).toEqual([]);
  expect(judge({ blocks: ['10.0.0.0/16'] })).toEqual([]);
  expect(judge({ blocks: ['10.9.0.0/16'] })).toEqual([
    {
      ...{ verdict: 'broken', problem: 'cache-closed' },
      saw: 'redis sg-c: no rule admits the nodes to port 6379',
      next: [
        'aws ec2 authorize-security-group-ingress --group-id sg-c --protocol tcp --port 6379 --source-group sg-n --region ap-northeast-2',
      ],
    },
  ]);
  expect(judge({ groupIds: ['sg-n'], ports: { from: 6380, to: 6380 } })).toMatchObject([
    { verdict: 'broken' },
  ]);
  expect(judge({ prefixListIds: ['pl-1'] })).toMatchObject([{ verdict: 'warning' }]);
});
