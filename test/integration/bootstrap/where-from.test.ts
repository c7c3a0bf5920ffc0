import { expect, inject, test } from 'vitest';
import { awsRegion, joinAws } from '../../lab/aws/aws-lab.js';
import { awsMskLab } from '../../lab/aws/msk-lab.js';
import { before, gateway, key, said, tradingFloor } from './trading-floor.js';

const lab = () => joinAws(inject('aws'));
const ownName = (what: string) => `${what}-${Math.random().toString(36).slice(2, 10)}`;
const aws = { region: awsRegion, accountId: '123456789012' };

/** A floor whose environment has this cluster, and the lab's AWS. */
async function floorWith(cluster: object, more: object = {}) {
  const floor = await tradingFloor([gateway()], { environment: { aws, cluster, ...more } });
  const { env } = lab();
  return { ...floor, exops: (line: string) => floor.exops(line, { env }) };
}

const inside = {
  iam: `b-1.floor.kafka.${awsRegion}.amazonaws.com:9098,b-2.floor.kafka.${awsRegion}.amazonaws.com:9098`,
  scram: `b-1.floor.kafka.${awsRegion}.amazonaws.com:9096`,
  plaintext: `b-1.floor.kafka.${awsRegion}.amazonaws.com:9092`,
};
const outside = { iam: `b-1-public.floor.kafka.${awsRegion}.amazonaws.com:9198` };

const password = '$' + '{env:KAFKA_PASSWORD}';

test.each([
  ['IAM', { auth: { mechanism: 'iam' } }, inside.iam],
  ['IAM, public', { auth: { mechanism: 'iam' }, access: 'public' }, outside.iam],
  // Nobody logs in there without a probe: the password need not be there.
  ['SCRAM', { auth: { mechanism: 'scram', username: 'ops', password } }, inside.scram],
  ['no login', { auth: { mechanism: 'none' } }, inside.plaintext],
])('the listener of an MSK cluster for %s', async (_, cluster, wanted) => {
  const name = ownName('floor');
  await awsMskLab(lab()).createCluster({ name, brokers: { private: inside, public: outside } });
  const floor = await floorWith({ name, ...cluster });
  const { stderr, code } = await floor.exops('k8s patch-bootstrap --no-probe --yes');
  expect(code, stderr).toBe(0);
  expect(await floor.valueOf()).toBe(wanted);
});

test('an MSK cluster by its ARN: its brokers are asked, and the pods follow', async () => {
  const { bootstrap, clusterId } = inject('kafka');
  const arn = await awsMskLab(lab()).createCluster({
    name: ownName('floor'),
    brokers: { private: { plaintext: bootstrap, iam: inside.iam } },
  });
  const floor = await floorWith({ arn, auth: { mechanism: 'none' }, clusterId });
  const { stdout, stderr, code } = await floor.exops('k8s patch-bootstrap --yes');
  expect(code, stderr).toBe(0);
  expect(stdout).toContain(`${before} → ${bootstrap}  answers, cluster id matches\n`);
  expect(await floor.namespace.kubectl(['logs', 'deployment/gateway'])).toBe(`${key}=${bootstrap}\n`);
  const status = await floor.exops('k8s status --check');
  expect(status.code, status.stderr).toBe(0);
});

test('a listener that the MSK cluster does not have: nothing is asked of Kubernetes', async () => {
  const name = ownName('floor');
  await awsMskLab(lab()).createCluster({ name, brokers: { private: { scram: inside.scram } } });
  const floor = await floorWith({ name, auth: { mechanism: 'iam' } });
  const { stderr, code } = await floor.exops('k8s patch-bootstrap --yes');
  expect(stderr).toContain(`MSK cluster ${name} has no listener for IAM`);
  expect(code).toBe(1);
  expect(await floor.valueOf()).toBe(before);
});

test('the address that EC2 has for the Kafka instance', async () => {
  const instance = await lab().runInstance({ publicAddress: '203.0.113.12' });
  const { privateAddress } = await lab().describeInstance(instance);
  const hosts = { kafka: { instance } };
  const own = await floorWith({ brokers: ['$' + '{host:kafka}:9092'] }, { hosts });
  const first = await own.exops('k8s patch-bootstrap --no-probe --yes');
  expect(first.code, first.stderr).toBe(0);
  expect(await own.valueOf()).toBe(`${privateAddress}:9092`);

  const open = await floorWith({ brokers: ['$' + '{host:kafka.public}:9092'] }, { hosts });
  expect((await open.exops('k8s patch-bootstrap --no-probe --yes')).code).toBe(0);
  expect(await open.valueOf()).toBe('203.0.113.12:9092');
});

test('what takes a change back asks AWS for nothing', async () => {
  const { env } = lab();
  const aws = { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
  const floor = await tradingFloor([gateway()], { environment: { cluster: { name: ownName('gone') } } });
  const { stderr, code } = await floor.exops('k8s patch-bootstrap --undo --yes', { env: aws });
  expect(said(stderr)).not.toContain('AWS');
  expect(code).toBe(0);
});
