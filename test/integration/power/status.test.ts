import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { roundTrips } from '../../lab/aws/calls.js';
import { accessDenied, down } from '../../lab/aws/usual-faults.js';
import { folderWith } from '../../run.js';
import { statusEnvironment } from './status-environment.js';

const billedKinds = [
  ...['EKS control plane', 'NAT gateway', 'load balancer', 'VPC endpoint'],
  ...['volume', 'database storage', 'Elastic IP'],
];

describe('exops dev status', () => {
  test('an environment that sleeps: what by whom, and what is still billed at the price of the list', async () => {
    const { exops, sleep, kafkaName, database, nodegroup } = await statusEnvironment();
    await sleep();
    const { code, stdout, stderr } = await exops('dev status -o json');
    expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
      ...{ code: 0, stderr: 'dev · 123456789012 ap-northeast-2' },
    });
    const document = JSON.parse(stdout);
    expect(document.resources).toMatchObject([
      {
        ...{ name: `nodegroup ${nodegroup}`, state: 'asleep', since: { by: 'kim' } },
        wakesTo: { desired: 2, min: 1, max: 4 },
      },
      { name: `rds ${database}`, state: 'asleep', since: { by: 'kim' }, wakesTo: 'on' },
      { name: kafkaName, state: 'asleep', since: { by: 'kim' } },
    ]);
    expect(Date.parse(document.resources[1].startsItselfAt)).toBeGreaterThan(Date.now());
    expect(document.stillBilled.map(({ kind }: { kind: string }) => kind)).toEqual(billedKinds);
    expect(document.stillBilled[4]).toMatchObject({ count: 2, gib: 100, usdPerDay: 0.3 });
    expect(document.usdPerDay).toEqual({ asleep: 5.17, awake: 15.16, unknownPrices: 0 });
  });

  test('on a terminal of 80 columns, and in a pipe', async () => {
    const { exops, kafkaName, database, nodegroup, nat } = await statusEnvironment();
    const screen = await exops('dev status', { tty: true });
    expect(screen.code).toBe(0);
    for (const line of screen.screen.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(screen.stdout).toMatch(/^RESOURCE +STATE +SINCE/);
    expect(screen.stdout).toContain('billed asleep, too: EKS control plane, NAT gateway,');
    const piped = await exops('dev status');
    const rows = piped.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.slice(0, 3).map(([name, state]) => [name, state])).toEqual([
      [`nodegroup ${nodegroup}`, 'awake'],
      [`rds ${database}`, 'awake'],
      [kafkaName, 'awake'],
    ]);
    expect(rows).toContainEqual([`nat gateway ${nat}`, 'billed', '', '', 'NAT gateway: about $1.42 a day']);
    expect(rows.every((row) => row.length === 5)).toBe(true);
  });

  test('a right that is missing is said, and the rest is shown', async () => {
    const { exops, lab, database } = await statusEnvironment();
    await lab.fault(accessDenied('rds', 'DescribeDBInstances'));
    await lab.fault(accessDenied('elasticloadbalancing', 'DescribeLoadBalancers'));
    const { code, stdout, stderr } = await exops('dev status');
    expect(code).toBe(4);
    expect((await exops('dev cost')).code).toBe(4);
    expect(stdout).toContain(`rds ${database}\tunknown\t\t\tit could not be read\n`);
    expect(stdout).not.toContain('load balancer');
    expect(stdout).toContain('nat gateway');
    expect(stderr).toContain("Left out: RDS instances. AWS doesn't allow rds:DescribeDBInstances");
    expect(stderr).toContain('Left out: load balancers. AWS');
  });

  test('prices of exops.yaml where the list may not be asked', async () => {
    const { exops, lab } = await statusEnvironment('    prices: { nat gateway: 1 }\n');
    await lab.fault(accessDenied('pricing', 'GetProducts'));
    const { code, stdout, stderr } = await exops('dev status');
    expect(code).toBe(0);
    expect(stdout).toContain('NAT gateway: about $24.00 a day');
    expect(stdout).toContain('EKS control plane: price unknown');
    expect(stderr).toContain("Left out: prices. AWS doesn't allow pricing:GetProducts");
  });

  test('brokers of MSK, which nothing stops', async () => {
    const hosts = [1, 2].map((n) => `"b-${n}.dev.a1b2c3.c2.kafka.ap-northeast-2.amazonaws.com:9092"`);
    const { exops } = await statusEnvironment(
      `    cluster: { kind: msk, brokers: [${hosts.join(', ')}] }\n    prices: { msk kafka.t3.small: 0.05 }\n`,
    );
    const { stdout } = await exops('dev status');
    expect(stdout).toContain('msk\tbilled\t\t\t2 × kafka.t3.small: about $2.40 a day\n');
  });

  test('one service of the region is down: said, the others are shown, and it is a failure', async () => {
    const { exops, lab, kafkaName } = await statusEnvironment();
    await lab.fault(down('rds'));
    const { code, stdout, stderr } = await exops('dev status --timeout 2s');
    expect(code).toBe(1);
    expect(stdout).toContain(`${kafkaName}\tawake`);
    expect(stderr).toContain('Left out: RDS instances.');
  });

  test('nothing can be read: exit code 4', async () => {
    const { exops, lab } = await statusEnvironment();
    for (const [service, action] of [
      ['rds', 'DescribeDBInstances'],
      ['ec2', 'DescribeInstances'],
      ['eks', 'DescribeNodegroup'],
    ] as const)
      await lab.fault(accessDenied(service, action));
    const { code, stdout } = await exops('dev status');
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  });
});

describe('beside the commands that change it', () => {
  test('awake, asleep, awake again', async () => {
    const { exops } = await statusEnvironment();
    const states = async () => {
      const { stdout } = await exops('dev status -o json');
      return JSON.parse(stdout).resources.map(({ state }: { state: string }) => state);
    };
    expect(await states()).toEqual(['awake', 'awake', 'awake']);
    const slept = await exops('dev sleep --yes --no-kafka');
    expect(slept).toMatchObject({ code: 0 });
    expect(await states()).toEqual(['asleep', 'asleep', 'asleep']);
    const woken = await exops('dev wake --yes');
    expect(woken).toMatchObject({ code: 0 });
    expect(await states()).toEqual(['awake', 'awake', 'awake']);
  });

  test('drifted, half-done, a bad record, gone', async () => {
    const { exops, sleep, power, aws, lab, cluster, nodegroup, database, kafka } = await statusEnvironment();
    await sleep();
    await power.nodegroups.resize(cluster, nodegroup, { min: 3, desired: 3 });
    await lab.startInstance(kafka);
    await power.databases.delete(database);
    const { code, stdout } = await exops('dev status -o json');
    expect(code).toBe(0);
    const states = JSON.parse(stdout).resources.map(({ state }: { state: string }) => state);
    expect(states).toEqual(['drifted', 'half-done', 'missing']);
    await aws.ec2.setTag(kafka, 'exops:sleep', 'by hand');
    expect((await exops('dev status')).stdout).toContain('\tbad record\t');
  });
});

describe('requests', () => {
  test('are sent at once: what sleeps, what stays, what it costs; prices once a day', async () => {
    const { exops, lab } = await statusEnvironment();
    for (const service of ['ec2', 'pricing']) await lab.fault({ service, delayMs: 150 });
    const before = (await lab.calls()).length;
    await exops('dev status');
    const calls = (await lab.calls()).slice(before);
    const counts = new Map<string, number>();
    for (const { action } of calls) counts.set(action, (counts.get(action) ?? 0) + 1);
    for (const action of [
      'DescribeVolumes',
      'DescribeNatGateways',
      'DescribeAddresses',
      'DescribeVpcEndpoints',
    ])
      expect([action, counts.get(action)]).toEqual([action, 1]);
    const stays = calls.filter(({ action }) =>
      ['DescribeVolumes', 'DescribeNatGateways', 'DescribeAddresses'].includes(action),
    );
    expect(roundTrips(stays)).toBe(1);
    expect(roundTrips(calls.filter(({ action }) => action === 'GetProducts'))).toBe(1);
  });

  test('as many for 60 instances as for 3', async () => {
    const { lab, exops } = await statusEnvironment();
    expect(await countFor(3)).toEqual(await countFor(60));

    async function countFor(count: number): Promise<Record<string, number>> {
      const team = `team-${count}-${Math.random().toString(36).slice(2)}`;
      await Promise.all(Array.from({ length: count }, () => lab.runInstance({ tags: { Team: team } })));
      const cwd = await folderWith({
        'exops.yaml': `version: 1\nenvironments:\n  dev:\n    aws: { region: ap-northeast-2 }\n    sleep: [{ ec2Instance: { tag: { Team: ${team} } } }]\n`,
      });
      const before = (await lab.calls()).length;
      const { stdout } = await exops('dev status', { cwd });
      expect(stdout.split('\n').filter((line) => line.includes('\tawake\t'))).toHaveLength(count);
      const counts: Record<string, number> = {};
      for (const { action } of (await lab.calls()).slice(before)) counts[action] = (counts[action] ?? 0) + 1;
      return counts;
    }
  });
});

test('--watch: a line for each change, until Ctrl-C', async () => {
  const { exops, aws, lab, database } = await statusEnvironment();
  const looks = async () =>
    (await lab.calls()).filter(({ action, ended }) => action === 'DescribeDBInstances' && ended !== null)
      .length;
  const seen = async (count: number) => {
    while ((await looks()) < count) await delay(100);
  };
  const interrupt = new AbortController();
  const watching = exops('dev status --watch', { interrupt: interrupt.signal });
  await seen(2);
  await aws.rds.stopDatabase(database);
  await seen((await looks()) + 2);
  interrupt.abort();
  const { code, stdout, stderr } = await watching;
  expect(code).toBe(130);
  const states = stdout.split('\n').flatMap((line) => {
    const [, name, state] = line.split('\t');
    return name === `rds ${database}` && state !== 'billed' ? [state] : [];
  });
  expect(states[0]).toBe('awake');
  expect(states.at(-1)).toBe('stopped');
  expect(stderr).toContain('Interrupted.');
});
