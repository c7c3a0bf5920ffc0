import { describe, expect, test } from 'vitest';
import { costDocument } from '../../../../src/lib/power/cost/cost-document.js';
import { costNotes, savedNote } from '../../../../src/lib/power/cost/cost-notes.js';
import { type CostReport, observeCost } from '../../../../src/lib/power/cost/observe-cost.js';
import { writeCost } from '../../../../src/lib/power/cost/write-cost.js';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import type { BillSources } from '../../../../src/lib/power/status/observe-bills.js';
import {
  around,
  asleep,
  awsOf,
  billedOf,
  entryOf,
  large,
  listOf,
  missingRight,
  portsOf,
  price,
  sleeper,
  sourcesOf,
} from '../status/builders.js';
import { aTerminal } from '../status/written.js';

const signal = new AbortController().signal;

function reportOf(
  sleepers: readonly Sleeper[] = asleep,
  rest: Partial<BillSources> = {},
  answers: Parameters<typeof billedOf>[0] = around,
): Promise<CostReport> {
  const { ports } = portsOf(() => sleepers);
  const entries = sleepers.map((one) => entryOf(one));
  return observeCost(listOf(ports, entries), sourcesOf(billedOf(answers).billed, rest), signal);
}

function written(report: CostReport, columns?: number): string[] {
  const { terminal, written: text } = aTerminal(columns === undefined ? {} : { columns });
  writeCost(terminal.out, report.cost);
  return text.out.split('\n');
}

describe('an environment', () => {
  test('on a terminal of 80 columns', async () => {
    expect(written(await reportOf(), 80)).toEqual([
      'RESOURCE                  AWAKE/H  ASLEEP/H  AWAKE/MO  ASLEEP/MO  PRICE',
      'nodegroup spot-nodes',
      '  2 × ec2 t3.large, Spot   0.2080    0.0000    151.84       0.00  file',
      'rds exchange-dev-mysql',
      '  rds db.t3.medium mysql   0.1040    0.0000     75.92       0.00  file',
      '  storage, 20 GiB gp3      0.0036    0.0036      2.62       2.62  file',
      'ec2 i-0123456789abcdef0 (kafka)',
      '  ec2 t3.large             0.1040    0.0000     75.92       0.00  file',
      '  2 volumes, 100 GiB gp3   0.0125    0.0125      9.12       9.12  file',
      '  Elastic IP               0.0050    0.0050      3.65       3.65  file',
      'eks cluster exchange-dev   0.1000    0.1000     73.00      73.00  file',
      'nat gateway nat-1          0.0590    0.0590     43.07      43.07  file',
      'load balancer web          0.0225    0.0225     16.43      16.43  file',
      'vpc endpoint vpce-1',
      '  2 × network interface    0.0260    0.0260     18.98      18.98  file',
      'total                      0.6446    0.2286    470.55     166.87',
      '',
    ]);
  });

  test('on one that is too narrow for that', async () => {
    const lines = written(await reportOf(), 50);
    expect(lines.slice(0, 5)).toEqual([
      'nodegroup spot-nodes',
      '  2 × ec2 t3.large, Spot',
      '    an hour 0.2080, asleep 0.0000; a month 151.84,',
      '    asleep 0.00; file',
      'rds exchange-dev-mysql',
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(50);
  });

  test('in a pipe: a line for each row, and no sum that would be counted twice', async () => {
    const lines = written(await reportOf());
    expect(lines[0]).toBe(
      'nodegroup spot-nodes\t2 × ec2 t3.large, Spot\t0.2080\t0.0000\t151.84\t0.00\texops.yaml',
    );
    expect(lines).toHaveLength(11);
    expect(lines.join()).not.toContain('total');
  });

  test('for programs', async () => {
    const document = costDocument({ environment: 'dev' }, await reportOf());
    expect(document).toMatchObject({
      ...{ schema: 'exops.dev-cost/v1', target: { environment: 'dev' }, at: '2026-11-21T03:00:00.000Z' },
      ...{ currency: 'USD', hoursPerMonth: 730 },
      total: {
        usdPerHour: { awake: 0.6446, asleep: 0.2286 },
        usdPerMonth: { awake: 470.55, asleep: 166.87 },
        unknownRows: 0,
      },
      saved: { from: '2026-11-01T00:00:00.000Z', usd: 7.05, onlyWithRecord: true },
      notRead: [],
    });
    expect(document.rows[0]).toEqual({
      ...{ resource: 'nodegroup spot-nodes', kind: 'machine', part: '2 × ec2 t3.large, Spot', count: 2 },
      ...{ spot: true, quantity: { awake: 2, asleep: 0, unit: 'hour' } },
      price: { name: 'ec2 t3.large', usd: 0.104, from: 'exops.yaml' },
      ...{ usdPerHour: { awake: 0.208, asleep: 0 }, usdPerMonth: { awake: 151.84, asleep: 0 } },
    });
    expect(document.saved.resources[0]).toEqual({
      ...{ resource: 'nodegroup spot-nodes', from: '2026-11-20T10:02:00.000Z', hours: 16.97, usd: 3.53 },
    });
  });

  test('what is said beside it', async () => {
    const report = await reportOf();
    expect(savedNote(report)).toBe(
      "Saved so far this month: $7.05 by the 3 that are asleep now. Nights whose records are gone aren't counted: waking removes them.",
    );
    expect(costNotes(report)).toEqual([
      'In USD at the prices of exops.yaml (file).',
      'Spot machines are shown at the on-demand price, which is the most that they cost.',
      "Never counted: data transfer, snapshots and backups, I/O and provisioned IOPS, disks of a group's machines, addresses of groups, NAT gateways and load balancers.",
    ]);
  });
});

const exotic = sleeper({ machines: [{ ...large, type: 'x1.32xlarge' }], vpcId: 'vpc-1' });

describe('a price that nobody knows', () => {
  test('is shown as unknown, and the sum says so', async () => {
    const report = await reportOf([exotic], {}, { natGateways: around.natGateways });
    expect(written(report, 80)).toEqual([
      'RESOURCE                AWAKE/H  ASLEEP/H  AWAKE/MO  ASLEEP/MO  PRICE',
      'ec2 i-0123456789abcdef0 (kafka)',
      '  ec2 x1.32xlarge             ?         ?         ?          ?  ?',
      'nat gateway nat-1        0.0590    0.0590     43.07      43.07  file',
      'total of what is known   0.0590    0.0590     43.07      43.07',
      '',
    ]);
    expect(written(report)[0]).toBe(
      'ec2 i-0123456789abcdef0 (kafka)\tec2 x1.32xlarge\tunknown\tunknown\tunknown\tunknown\tunknown',
    );
    expect(costNotes(report)).toContain(
      'In no sum, without a price: ec2 x1.32xlarge. Write it under prices: in exops.yaml.',
    );
    expect(costDocument({}, report).rows[0]).toMatchObject({
      ...{ price: { name: 'ec2 x1.32xlarge', usd: null, from: null }, usdPerHour: null, usdPerMonth: null },
    });
  });

  test('neither is a quantity, which no price helps', async () => {
    const group = sleeper({
      kind: 'asg',
      name: 'web',
      state: 'asleep',
      size: { desired: 0 },
      machines: [large],
    });
    const report = await reportOf([group], {}, {});
    expect(costNotes(report)).toContain("In no sum, since it isn't known: asg web (ec2 t3.large).");
    expect(report.cost.unknown).toBe(1);
  });

  test('what was saved says so, too', async () => {
    const [, , kafka] = asleep;
    const report = await reportOf([{ ...kafka, machines: exotic.machines }], {}, {});
    expect(savedNote(report)).toContain('$0.00 by what is asleep now, without 1 resource of unknown price.');
  });
});

test('each price says where it is from', async () => {
  const pricing = {
    prices: async (service: string) =>
      service === 'AmazonEKS' ? [price(0.1, 'APN2-AmazonEKS-Hours:perCluster')] : [],
  };
  const aws = awsOf(billedOf({}).billed, { pricing });
  const given = new Map([['ec2 t3.large', 0.1]]);
  const report = await reportOf(asleep.slice(0, 1), { aws, given });
  expect(
    written(report, 80)
      .slice(2, 4)
      .map((line) => line.slice(-4)),
  ).toEqual(['file', 'list']);
  expect(costNotes(report)[0]).toBe(
    'In USD at the prices of exops.yaml (file) and of the AWS Price List, on demand (list).',
  );
});

test('what can not be read is left out, and said', async () => {
  const report = await reportOf(
    asleep,
    {},
    { ...around, loadBalancers: missingRight('elasticloadbalancing:DescribeLoadBalancers') },
  );
  expect(costNotes(report)).toContain(
    "Left out: load balancers. AWS doesn't allow elasticloadbalancing:DescribeLoadBalancers: the right is missing.",
  );
  expect(report.cost.rows.map(({ kind }) => kind)).not.toContain('load balancer');
});

test('where no VPC is known, that is said', async () => {
  const report = await reportOf(asleep.slice(0, 2));
  expect(costNotes(report)).toContain(
    'Left out: NAT gateways, load balancers, VPC endpoints, and caches that are not beside a Kafka of MSK, since no VPC is known from what is listed.',
  );
});

test('where the list may not be asked, that is said of what the file does not have', async () => {
  const report = await reportOf([exotic], {}, {});
  expect(costNotes(report)).toContain(
    "The AWS Price List isn't used: AWS doesn't allow pricing:GetProducts: the right is missing.",
  );
  expect(costDocument({}, report).notRead).toMatchObject([
    { what: 'prices', missingRight: true, right: 'pricing:GetProducts' },
  ]);
});

test('nothing asleep: nothing that is known to be saved', async () => {
  expect(savedNote(await reportOf([sleeper({ machines: [large] })], {}, {}))).toMatch(
    /^Saved so far this month: nothing that is known, nothing is asleep by a record\. Nights/,
  );
});

test('names from AWS can do nothing to a terminal', async () => {
  const one = sleeper({ name: 'i-1 (\u001b[2J)', machines: [{ ...large, type: 't3\u001b]0;x' }] });
  const report = await reportOf([one], {}, {});
  const all = [...written(report, 80), ...written(report, 30), ...written(report), ...costNotes(report)].join(
    '\n',
  );
  expect(all).not.toContain('\u001b');
  expect(all).toContain('i-1 (\\x1b[2J)');
});
