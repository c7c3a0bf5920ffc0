import { expect, inject, test } from 'vitest';
import { joinAws } from '../../lab/aws/aws-lab.js';
import { folderWith, run } from '../../run.js';
import { ownName } from './opened-aws.js';

const reference = (inside: string) => `\${${inside}}`;

/** A folder whose environment has these hosts and brokers, and the lab's AWS. */
async function environmentWith(hosts: Readonly<Record<string, unknown>>, brokers: readonly string[]) {
  const lab = joinAws(inject('aws'));
  const dev = { hosts, cluster: { brokers } };
  const cwd = await folderWith({ 'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }) });
  return { lab, view: () => run('config view -o json', { cwd, env: lab.env }) };
}

test('the addresses of hosts are asked for with one request for all ids', async () => {
  const lab = joinAws(inject('aws'));
  const name = ownName('kafka');
  const ids = await Promise.all([
    lab.runInstance({ name }),
    lab.runInstance({ publicAddress: '203.0.113.12' }),
  ]);
  const stack = ownName('stack');
  await lab.putExports(stack, { [`${stack}-Id`]: ids[0] ?? '' });
  const opened = await environmentWith(
    {
      one: { instance: reference(`cfn:${stack}-Id`) },
      two: { instance: ids[1] },
      three: { instance: { tag: { Name: name } } },
    },
    ['host:one', 'host:two.public', 'host:three'].map((one) => `${reference(one)}:9092`),
  );

  const { stdout, stderr, code } = await opened.view();

  expect(code, stderr).toBe(0);
  const { privateAddress } = await lab.describeInstance(ids[0] ?? '');
  const brokers = JSON.parse(stdout).settings.find(
    ({ path }: { path: string }) => path === 'cluster.brokers',
  );
  expect(brokers.value).toBe(`${privateAddress}:9092, 203.0.113.12:9092, ${privateAddress}:9092`);
  const asked = (await opened.lab.calls()).filter(({ action }) => action === 'DescribeInstances');
  expect(asked).toHaveLength(2);
});

test('a stopped instance keeps its private address, and has no public one', async () => {
  const lab = joinAws(inject('aws'));
  const id = await lab.runInstance({ publicAddress: '203.0.113.12' });
  await lab.stopInstance(id);
  const hosts = { kafka: { instance: id } };
  const own = await environmentWith(hosts, [`${reference('host:kafka')}:9092`]);
  expect((await own.view()).code).toBe(0);
  const open = await environmentWith(hosts, [`${reference('host:kafka.public')}:9092`]);
  const { stderr, code } = await open.view();
  expect(stderr).toContain(
    `${reference('host:kafka.public')} has no value: kafka (${id}) is stopped, and has no public address until it runs again\n`,
  );
  expect(code).toBe(2);
});
