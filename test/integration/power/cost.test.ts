import { describe, expect, test } from 'vitest';
import { accessDenied } from '../../lab/aws/usual-faults.js';
import { folderWith } from '../../run.js';
import { statusEnvironment } from './status-environment.js';

describe('exops dev cost', () => {
  test('at the prices of the list, asked once a day', async () => {
    const { exops, sleep, lab, kafkaName, database, nodegroup } = await statusEnvironment();
    await sleep();
    const state = await folderWith({ 'kept.txt': '' });
    const env = { EXOPS_STATE_DIR: state };
    const { code, stdout } = await exops('dev cost -o json', { env });
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    expect(document.total).toEqual({
      usdPerHour: { awake: 0.6316, asleep: 0.2156 },
      usdPerMonth: { awake: 461.06, asleep: 157.38 },
      unknownRows: 0,
    });
    expect(document.rows.map(({ price }: { price: { from: string } }) => price.from)).toEqual(
      document.rows.map(() => 'price list'),
    );
    expect(
      document.rows.slice(0, 5).map((row: { resource: string; part: string }) => [row.resource, row.part]),
    ).toEqual([
      [`nodegroup ${nodegroup}`, '2 × ec2 t3.large, Spot'],
      [`rds ${database}`, 'rds db.t3.medium mysql'],
      [`rds ${database}`, 'storage, 20 GiB gp3'],
      [kafkaName, 'ec2 t3.large'],
      [kafkaName, '2 volumes, 100 GiB gp3'],
    ]);
    expect(document.saved.resources).toHaveLength(3);
    const asked = async () => (await lab.calls()).filter(({ action }) => action === 'GetProducts').length;
    const before = await asked();
    expect(before).toBeGreaterThan(0);
    expect((await exops('dev cost', { env })).code).toBe(0);
    expect(await asked()).toBe(before);
  });

  test('on a terminal of 80 columns, and in a pipe', async () => {
    const { exops, kafkaName } = await statusEnvironment();
    const screen = await exops('dev cost', { tty: true });
    expect(screen.code).toBe(0);
    for (const line of screen.screen.trimEnd().split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(screen.stdout).toContain(`\n${kafkaName}\n  ec2 t3.large `);
    expect(screen.stdout).toMatch(/\ntotal +0\.6316 +0\.2156 +461\.06 +157\.38\n$/);
    expect(screen.stderr).toContain('Nights whose');
    const piped = await exops('dev cost');
    const rows = piped.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split('\t'));
    expect(rows.every((row) => row.length === 7)).toBe(true);
    expect(rows.map(([name]) => name)).not.toContain('total');
  });

  test('of exops.yaml before the list; what neither has is unknown', async () => {
    const { exops, lab } = await statusEnvironment('    prices: { ec2 t3.large: 0.2, eks cluster: 0.1 }\n');
    await lab.fault(accessDenied('pricing', 'GetProducts'));
    const { code, stdout, stderr } = await exops('dev cost -o json');
    expect(code).toBe(0);
    const document = JSON.parse(stdout);
    const prices = document.rows.map(({ price }: { price: { name: string; usd: number; from: string } }) => [
      ...[price.name, price.usd, price.from],
    ]);
    expect(prices[0]).toEqual(['ec2 t3.large', 0.2, 'exops.yaml']);
    expect(prices[1]).toEqual(['rds db.t3.medium', null, null]);
    expect(document.total.unknownRows).toBeGreaterThan(4);
    expect(stderr).toContain("The AWS Price List isn't used: AWS doesn't allow pricing:GetProducts");
    expect(stderr).toContain('In no sum, without a price: rds db.t3.medium,');
  });

  test('what may not be read is left out, and said', async () => {
    const { exops, lab } = await statusEnvironment();
    await lab.fault(accessDenied('ec2', 'DescribeVolumes'));
    const { code, stdout, stderr } = await exops('dev cost');
    expect(code).toBe(0);
    expect(stdout).not.toContain('GiB gp3\t0.0125');
    expect(stderr).toContain("Left out: volumes. AWS doesn't allow ec2:DescribeVolumes");
  });
});
