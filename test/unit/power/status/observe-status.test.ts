import { describe, expect, test } from 'vitest';
import { AwsUnreachableError } from '../../../../src/lib/aws/aws-errors.js';
import { AccessError, UsageError } from '../../../../src/lib/errors.js';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import { exitCodeOf } from '../../../../src/lib/power/status/exit-code.js';
import { type StatusReport, statusObserver } from '../../../../src/lib/power/status/observe-status.js';
import { statusNotes } from '../../../../src/lib/power/status/status-notes.js';
import { statusRecords } from '../../../../src/lib/power/status/write-status.js';
import {
  around,
  asleep,
  awsOf,
  billedOf,
  entry,
  entryOf,
  listOf,
  missingRight,
  now,
  portsOf,
  price,
  sleeper,
  sourcesOf,
} from './builders.js';

/** How the command ends. */
const codeOf = ({ unread, list }: StatusReport) => exitCodeOf({ unread, unknown: list.unknown });

const signal = new AbortController().signal;
const entries = asleep.map((one) => entryOf(one));

function observing(
  failing: Parameters<typeof portsOf>[1] = {},
  answers: Parameters<typeof billedOf>[0] = around,
  sleepers: readonly Sleeper[] = asleep,
  listed = entries,
) {
  const { ports, asked } = portsOf(() => sleepers, failing);
  const { billed, asked: bills } = billedOf(answers);
  const observe = statusObserver(listOf(ports, listed), sourcesOf(billed));
  return { look: () => observe(signal), asked, bills };
}

describe('requests', () => {
  test('one for each kind, and one for each thing that is billed', async () => {
    const { look, asked, bills } = observing();
    await look();
    expect([...asked].sort()).toEqual(['ec2', 'nodegroup', 'rds']);
    const instanceIds = ['i-0123456789abcdef0'];
    expect(bills).toEqual([
      ['volumes', { instanceIds }],
      ['addresses', { instanceIds }],
      ['natGateways', ['vpc-1']],
      ['vpcEndpoints', ['vpc-1']],
      ['loadBalancers', ['vpc-1']],
      ['subnets', expect.any(AbortSignal)],
    ]);
  });

  test('as many for 200 instances', async () => {
    const many = Array.from({ length: 200 }, (_, index) =>
      sleeper({ id: `i-${index}`, name: `i-${index}`, vpcId: 'vpc-1' }),
    );
    const { look, asked, bills } = observing(
      {},
      {},
      many,
      many.map((one) => entryOf(one)),
    );
    const { rows } = await look();
    expect(rows).toHaveLength(200);
    expect([asked.length, bills.length]).toEqual([1, 6]);
  });

  test('what is billed is read again after five minutes, or when something else is there', async () => {
    let time = now;
    let sleepers: readonly Sleeper[] = asleep.slice(0, 2);
    const { ports } = portsOf(() => sleepers);
    const { billed, asked } = billedOf(around);
    const tagged = entry({ kind: 'ec2', choice: { by: 'tags', tags: { a: 'b' } } });
    const observe = statusObserver(
      listOf(ports, [...entries, tagged], { now: () => time }),
      sourcesOf(billed),
    );
    const looked = async () => {
      asked.length = 0;
      await observe(signal);
      return asked.length;
    };
    expect(await looked()).toBe(0);
    sleepers = asleep;
    expect(await looked()).toBe(6);
    time += 299_999;
    expect(await looked()).toBe(0);
    time += 1;
    expect(await looked()).toBe(6);
    expect(await looked()).toBe(0);
  });

  test('without an instance no VPC is known', async () => {
    const { look, bills } = observing({}, around, asleep.slice(0, 2), entries.slice(0, 2));
    await look();
    expect(bills).toEqual([]);
  });
});

describe('what can not be read', () => {
  test('a missing right is said, and the rest is shown', async () => {
    const rds = missingRight('rds:DescribeDBInstances');
    const report = await observing(
      { rds },
      { ...around, natGateways: missingRight('ec2:DescribeNatGateways') },
    ).look();
    expect(report.rows.map(({ name, state }) => [name, state])).toEqual([
      ['nodegroup spot-nodes', 'asleep'],
      ['ec2 i-0123456789abcdef0 (kafka)', 'asleep'],
      ['rds exchange-dev-mysql', 'unknown'],
    ]);
    expect(statusRecords(report)).toContain('rds exchange-dev-mysql\tunknown\t\t\tit could not be read');
    expect(statusNotes(report)).toEqual([
      "Left out: RDS instances. AWS doesn't allow rds:DescribeDBInstances: the right is missing.",
      "Left out: NAT gateways. AWS doesn't allow ec2:DescribeNatGateways: the right is missing.",
    ]);
    expect(codeOf(report)).toBe(4);
  });

  test('bills and schedules that may not be read are no line of the list', async () => {
    const answers = { ...around, natGateways: missingRight('ec2:DescribeNatGateways') };
    const stopped = asleep.map((one) => ({ ...one, record: undefined }));
    const { ports } = portsOf(() => stopped);
    const scheduled = () => Promise.reject(missingRight('scheduler:ListSchedules'));
    const list = listOf(ports, entries, { scheduled });
    const report = await statusObserver(list, sourcesOf(billedOf(answers).billed))(signal);
    expect(report.unread.map(({ what }) => what)).toEqual(['schedules', 'NAT gateways']);
    expect(codeOf(report)).toBe(0);
  });

  test('a service that does not answer is said, too, and is a failure', async () => {
    const ec2 = new AwsUnreachableError(undefined, 'Nothing answers at ec2.');
    const report = await observing({ ec2 }).look();
    expect(statusNotes(report)[0]).toBe('Left out: EC2 instances. Nothing answers at ec2.');
    expect(codeOf(report)).toBe(1);
  });

  test('workloads, where the environment has no Kubernetes', async () => {
    const workload = entry({ kind: 'workload', workload: 'Deployment', name: 'backend' });
    const report = await observing({}, {}, asleep, [...entries, workload]).look();
    expect(statusRecords(report)[3]).toBe('workload deployment/backend\tunknown\t\t\tit could not be read');
    expect(statusNotes(report)[0]).toBe('Left out: workloads. Nothing says where the workloads are.');
  });

  test('prices are worth a word only where one is missing', async () => {
    const { ports } = portsOf(() => asleep);
    const sources = sourcesOf(billedOf(around).billed, { given: new Map() });
    const report = await statusObserver(listOf(ports, entries), sources)(signal);
    expect(statusNotes(report)).toEqual([
      "Left out: prices. AWS doesn't allow pricing:GetProducts: the right is missing.",
    ]);
    expect(codeOf(report)).toBe(0);
  });

  test('nothing of it: the failure itself', async () => {
    const rds = missingRight('rds:DescribeDBInstances');
    const ec2 = new AwsUnreachableError(undefined, 'Nothing answers at ec2.');
    const listed = [entries[1], entries[2]].filter((one) => one !== undefined);
    await expect(observing({ rds, ec2 }, {}, asleep, listed).look()).rejects.toBe(ec2);
    await expect(observing({ rds }, {}, asleep, listed.slice(0, 1)).look()).rejects.toBe(rds);
  });

  test.each([
    ['credentials of another account', new AccessError('of another account')],
    ['a wrong setting', new UsageError('wrong')],
    ['a mistake of ours', new TypeError('x is not a function')],
  ])('%s end it', async (_, error) => {
    await expect(observing({ rds: error }).look()).rejects.toBe(error);
  });
});

describe('asleep by a schedule', () => {
  const [group, , kafka] = asleep;
  const stopped = [
    { ...group, record: undefined },
    { ...kafka, record: undefined },
  ];

  test('says what it wakes to, and costs as much', async () => {
    const { ports } = portsOf(() => stopped);
    const scheduled = async () => new Map([[`nodegroup ${group.id}`, { desired: 3, min: 1 }]]);
    const list = listOf(
      ports,
      stopped.map((one) => entryOf(one)),
      { scheduled },
    );
    const report = await statusObserver(list, sourcesOf(billedOf().billed))(signal);
    expect(statusRecords(report).slice(0, 2)).toEqual([
      'nodegroup spot-nodes\tasleep\t\t\tby the schedule; wakes to 3 (min 1)',
      'ec2 i-0123456789abcdef0 (kafka)\tstopped\t\t\tnot by exops',
    ]);
    expect(report.cost.rows[0]).toMatchObject({ awake: 3, asleep: 0 });
  });

  test('what is scheduled is asked only where something sleeps without a record', async () => {
    const { ports } = portsOf(() => asleep);
    const scheduled = () => Promise.reject(new TypeError('nobody asks'));
    const report = await statusObserver(
      listOf(ports, entries, { scheduled }),
      sourcesOf(billedOf().billed),
    )(signal);
    expect(report.rows).toHaveLength(3);
  });

  test('awake again by it: its record is left, and nothing is half-done', async () => {
    const size = { desired: 2, min: 1, max: 4 };
    const own = { ...group, state: 'awake', size } as const;
    const database = { ...asleep[1], state: 'awake', startsItselfAt: undefined } as const;
    const { ports } = portsOf(() => [own, database, kafka]);
    const scheduled = async () => new Map([[`nodegroup ${group.id}`, { desired: 2, min: 1 }]]);
    const list = listOf(
      ports,
      [own, database].map((one) => entryOf(one)),
      { scheduled },
    );
    const report = await statusObserver(list, sourcesOf(billedOf().billed))(signal);
    expect(statusRecords(report).slice(0, 2)).toEqual([
      'nodegroup spot-nodes\tawake\t2026-11-20T10:02:00Z\tkim\thas 2 (min 1, max 4); its record is left: exops dev wake removes it',
      'rds exchange-dev-mysql\thalf-done\t2026-11-20T10:03:00Z\tkim\tnot finished: run exops dev sleep or exops dev wake again',
    ]);
  });

  test('whoever may not ask sees that they are stopped', async () => {
    const { ports } = portsOf(() => stopped);
    const scheduled = () => Promise.reject(missingRight('scheduler:ListSchedules'));
    const list = listOf(
      ports,
      stopped.map((one) => entryOf(one)),
      { scheduled },
    );
    const report = await statusObserver(list, sourcesOf(billedOf().billed))(signal);
    expect(report.rows.map(({ state }) => state)).toEqual(['stopped by others', 'stopped by others']);
    expect(statusNotes(report)[0]).toBe(
      "Left out: schedules. AWS doesn't allow scheduler:ListSchedules: the right is missing.",
    );
  });
});

test('prices of the list come with the node group, where the file has none', async () => {
  const { ports } = portsOf(() => asleep);
  const { billed } = billedOf(around);
  const pricing = {
    prices: async (service: string) =>
      service === 'AmazonEKS' ? [price(0.2, 'APN2-AmazonEKS-Hours:perCluster')] : [],
  };
  const given = new Map([['nat gateway', 0.01]]);
  const sources = sourcesOf(billed, { aws: awsOf(billed, { pricing }), given });
  const { cost } = await statusObserver(listOf(ports, entries), sources)(signal);
  const foundFor = (kind: string) => cost.rows.find((row) => row.kind === kind)?.found;
  expect(foundFor('EKS control plane')).toEqual({ usd: 0.2, from: 'price list' });
  expect(foundFor('NAT gateway')).toEqual({ usd: 0.01, from: 'exops.yaml' });
});
