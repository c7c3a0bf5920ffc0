import { expect, test } from 'vitest';
import { AwsError } from '../../../src/lib/aws/aws-errors.js';
import { awsMskLab } from '../../lab/aws/msk-lab.js';
import { failureOf, openLab, ownName } from './opened-aws.js';

const missing =
  'arn:aws:kafka:ap-northeast-2:123456789012:cluster/none/0f5c2b1a-1111-2222-3333-444455556666-1';

test('a cluster is described, with its listeners, brokers, secrets and policy', async () => {
  const { aws, lab, actions } = openLab();
  const name = ownName('msk');
  const secret = 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:AmazonMSK_ops-AbC123';
  const policy = '{"Version":"2012-10-17","Statement":[]}';
  const arn = await awsMskLab(lab).createCluster({
    ...{ name, tags: { Team: 'web' }, scramSecrets: [secret], policy, securityGroupIds: ['sg-1'] },
    brokers: {
      private: { iam: 'b-1.example:9098,b-2.example:9098', scram: 'b-1.example:9096' },
      public: { iam: 'b-1-public.example:9198' },
    },
    nodes: [{ endpoint: 'b-1.example', privateAddress: '10.0.0.5' }, { endpoint: 'b-2.example' }],
  });
  const before = (await actions()).length;
  const described = await aws.msk.describe(arn);
  expect(described).toMatchObject({ arn, name, kind: 'provisioned', state: 'ACTIVE', brokerCount: 2 });
  expect(described).toMatchObject({ auths: ['iam', 'scram'], securityGroupIds: ['sg-1'] });
  expect(described?.tags).toEqual(new Map([['Team', 'web']]));
  expect(await aws.msk.bootstrapBrokers(arn)).toEqual([
    { auth: 'iam', access: 'private', brokers: 'b-1.example:9098,b-2.example:9098' },
    { auth: 'scram', access: 'private', brokers: 'b-1.example:9096' },
    { auth: 'iam', access: 'public', brokers: 'b-1-public.example:9198' },
  ]);
  const brokers = await aws.msk.brokers(arn);
  expect(brokers.map(({ id, endpoints }) => [id, endpoints])).toEqual([
    [1, ['b-1.example']],
    [2, ['b-2.example']],
  ]);
  expect(brokers[0]?.privateAddress).toBe('10.0.0.5');
  expect(await aws.msk.scramSecrets(arn)).toEqual([secret]);
  expect(JSON.parse((await aws.msk.clusterPolicy(arn))?.text ?? '')).toEqual(JSON.parse(policy));
  expect((await actions()).slice(before)).toEqual([
    ...['DescribeClusterV2', 'GetBootstrapBrokers', 'ListNodes', 'ListScramSecrets', 'GetClusterPolicy'],
  ]);
});

test('clusters are found by their very name, serverless ones too', async () => {
  const { aws, lab } = openLab();
  const name = ownName('msk');
  const made = await awsMskLab(lab).createCluster({ name, kind: 'serverless', state: 'CREATING' });
  await awsMskLab(lab).createCluster({ name: `${name}-2` });
  expect(await aws.msk.clusters(name)).toMatchObject([
    { arn: made, kind: 'serverless', state: 'CREATING', auths: ['iam'] },
  ]);
  const all = await aws.msk.clusters();
  expect(all.map((one) => one.name)).toEqual(expect.arrayContaining([name, `${name}-2`]));
  expect(await aws.msk.clusters(`${name}-3`)).toEqual([]);
});

test('what is not there', async () => {
  const { aws, lab } = openLab();
  expect(await aws.msk.describe(missing)).toBeUndefined();
  expect(await failureOf(aws.msk.bootstrapBrokers(missing))).toBeInstanceOf(AwsError);
  const arn = await awsMskLab(lab).createCluster({ name: ownName('msk') });
  expect(await aws.msk.clusterPolicy(arn)).toBeUndefined();
});

test('a right that is missing is named', async () => {
  const { aws, lab } = openLab();
  await lab.fault({ service: 'kafka', code: 'AccessDeniedException', message: 'no', status: 403 });
  expect(await failureOf(aws.msk.describe(missing))).toMatchObject({
    exitCode: 4,
    message: expect.stringContaining(`AWS doesn't allow kafka:DescribeClusterV2 on ${missing}`),
  });
});

test('a request that is given up ends at once', async () => {
  const { aws } = openLab();
  const gone = AbortSignal.abort(new Error('enough'));
  expect(await failureOf(aws.msk.clusters(undefined, gone))).toMatchObject({ message: 'enough' });
});
