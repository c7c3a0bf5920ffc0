import { connect, createServer } from 'node:net';
import { Kafka, logLevel } from 'kafkajs';
import { expect, inject, onTestFinished, test } from 'vitest';
import { freePort } from '../../lab/ports.js';
import { ownName } from '../aws/opened-aws.js';
import { awake, night, said, until } from './night.js';

const target = 'dev · 123456789012 ap-northeast-2';

/** Leads to the lab's broker, once it is opened. */
async function lateBroker(): Promise<{ readonly address: string; open(): Promise<void> }> {
  const port = await freePort();
  const { port: real } = inject('kafka');
  const server = createServer((client) => {
    const broker = connect(real, '127.0.0.1');
    client.on('error', () => broker.destroy());
    broker.on('error', () => client.destroy());
    client.pipe(broker).pipe(client);
  });
  onTestFinished(() => void server.close());
  return {
    address: `127.0.0.1:${port}`,
    open: () => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve)),
  };
}

test('what uses Kafka is woken once it answers', async () => {
  const { address, open } = await lateBroker();
  const here = await night({
    kinds: ['ecs', 'ec2'],
    privateAddress: '127.0.0.1',
    environment: { cluster: { brokers: [address] } },
  });
  expect((await here.exops('dev sleep --no-kafka --yes')).code).toBe(0);
  const waking = here.exops('dev wake --yes');
  await until(async () => (await here.seen())['ec2']?.is === 'running');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const meanwhile = await here.seen();
  expect(meanwhile['ecs']?.is).toEqual({ desired: 0 });
  // It isn't restored before Kafka answers.
  expect(meanwhile['ec2']?.record).toContain('v=1');
  await open();
  const { code, stderr } = await waking;
  expect(code, stderr).toBe(0);
  expect(await here.seen()).toEqual(awake(['ecs', 'ec2']));
});

test('Kafka that does not answer in time: the rest sleeps on', async () => {
  const { address } = await lateBroker();
  const here = await night({
    kinds: ['ecs', 'ec2'],
    privateAddress: '127.0.0.1',
    environment: { cluster: { brokers: [address] } },
  });
  expect((await here.exops('dev sleep --no-kafka --yes')).code).toBe(0);
  const { code, stderr } = await here.exops('dev wake --yes --wait 3s');
  expect([code, said(stderr, here).split('\n')]).toEqual([
    5,
    [
      target,
      '✓ ec2 EC2 awake after T',
      expect.stringContaining('? ec2 EC2: it is running, but Kafka does not answer after T: '),
      expect.stringMatching(/^✗ 1 not tried|^✗ 1 uncertain, 1 not tried/),
      '  exops dev wake goes on from here, from anywhere; exops dev sleep takes it back. Record: FILE',
      '',
    ],
  ]);
  expect((await here.exops('dev wake --yes --no-kafka')).code).toBe(0);
  expect(await here.seen()).toEqual(awake(['ecs', 'ec2']));
});

test('who is behind is told before anything is stopped', async () => {
  const { bootstrap } = inject('kafka');
  const [topic, group] = [ownName('orders'), ownName('settlement')];
  const kafka = new Kafka({ brokers: [bootstrap], connectionTimeout: 20_000, logLevel: logLevel.NOTHING });
  const [admin, producer] = [kafka.admin(), kafka.producer()];
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
  await producer.send({ topic, messages: [{ value: 'a' }, { value: 'b' }, { value: 'c' }] });
  await admin.setOffsets({ groupId: group, topic, partitions: [{ partition: 0, offset: '1' }] });
  await Promise.all([admin.disconnect(), producer.disconnect()]);
  const here = await night({ kinds: ['rds'], environment: { cluster: { brokers: [bootstrap] } } });
  const { code, stdout } = await here.exops('dev sleep --dry-run');
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`consumer groups? behind: .*${group} by 2`));
  expect((await here.exops('dev sleep --dry-run --no-kafka')).stdout).not.toContain('behind');
});

test('Kafka that can not be looked at is said, and stops nothing', async () => {
  const { address } = await lateBroker();
  const here = await night({ kinds: ['rds'], environment: { cluster: { brokers: [address] } } });
  const { code, stdout } = await here.exops('dev sleep --yes');
  expect(code).toBe(0);
  expect(stdout).toContain('    Kafka was not looked at: ');
  expect((await here.seen())['rds']?.is).toBe('stopped');
});

test('a broker whose address comes with its start', async () => {
  const { address, open } = await lateBroker();
  const port = address.split(':')[1] ?? '';
  const here = await night({
    kinds: ['ecs', 'ec2'],
    publicAddress: '127.0.0.1',
    environment: (idOf) => ({
      hosts: { kafka: { instance: idOf('ec2') } },
      cluster: { brokers: [`\${host:kafka.public}:${port}`] },
    }),
  });
  expect((await here.exops('dev sleep --no-kafka --yes')).code).toBe(0);
  const waking = here.exops('dev wake --yes');
  await until(async () => (await here.seen())['ec2']?.is === 'running');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect((await here.seen())['ecs']?.is).toEqual({ desired: 0 });
  await open();
  const { code, stderr } = await waking;
  expect(code, stderr).toBe(0);
  expect(await here.seen()).toEqual(awake(['ecs', 'ec2']));
});
