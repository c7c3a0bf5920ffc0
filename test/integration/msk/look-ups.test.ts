import { describe, expect, test } from 'vitest';
import { said } from '../connect/hosts.js';
import { mskEnvironment } from './msk-environment.js';

const target = '123456789012 ap-northeast-2\n';
const private2 = { iam: 'b-1.example:9098,b-2.example:9098', scram: 'b-1.example:9096,b-2.example:9096' };

describe('msk list', () => {
  test('provisioned and serverless ones, in a pipe with their ARNs', async () => {
    const { msk, name, exops } = mskEnvironment();
    const arns = await Promise.all([
      msk.createCluster({
        name: name('a'),
        brokers: { private: private2 },
        instanceType: 'express.m7g.large',
      }),
      msk.createCluster({
        name: name('b'),
        kind: 'serverless',
        brokers: { private: { iam: 'boot-x.example:9098' } },
      }),
      msk.createCluster({ name: name('c'), state: 'CREATING' }),
    ]);
    const { code, stdout, stderr } = await exops('msk list');
    expect(code).toBe(0);
    const rows = stdout.split('\n').map((line) => line.split('\t'));
    expect(rows.filter(([of]) => [name('a'), name('b')].includes(of ?? ''))).toEqual([
      [name('a'), 'express', 'ACTIVE', '3.8.x', '2', 'express.m7g.large', 'iam,scram', arns[0]],
      [name('b'), 'serverless', 'ACTIVE', '', '', '', 'iam', arns[1]],
    ]);
    expect(stderr.startsWith(target)).toBe(true);
    expect(stderr).toContain(`${name('c')} is CREATING: AWS is still making it; clients can't connect\n`);
  });

  test('on a terminal as a table; by name; for programs', async () => {
    const { msk, name, exops } = mskEnvironment();
    const arn = await msk.createCluster({ name: name(), state: 'HEALING', tags: { Team: 'web' } });
    const shown = await exops('msk list', { tty: true });
    expect(shown.stdout.split('\n')[0]).toMatch(/^CLUSTER +KIND +STATE +KAFKA +BROKERS +TYPE +LOGINS$/);
    expect(shown.stdout).toMatch(new RegExp(`^${name()} +standard +HEALING +3.8.x +2 `, 'm'));
    expect(shown.stdout).not.toContain(arn);
    expect((await exops('msk ls -o name')).stdout.split('\n')).toContain(name());
    const document = JSON.parse((await exops('msk list -o json')).stdout);
    expect(document).toMatchObject({ schema: 'exops.msk/v1', target: { region: 'ap-northeast-2' } });
    expect(document.clusters.find((one: { name: string }) => one.name === name())).toMatchObject({
      ...{ arn, kind: 'provisioned', brokerType: 'standard', state: 'HEALING', clientsCanConnect: true },
      ...{ stateMessage: null, kafkaVersion: '3.8.x', tags: { Team: 'web' } },
    });
  });

  test('an empty region is told', async () => {
    const { exops } = mskEnvironment();
    const listed = await exops('msk list --region sa-east-1');
    expect(listed).toMatchObject({ code: 0, stdout: '' });
    expect(said(listed)).toBe('123456789012 sa-east-1\nNo MSK clusters in sa-east-1.\n');
    expect((await exops('msk list --region sa-east-1', { tty: true })).stdout).toBe('');
  });

  test('without the right to', async () => {
    const { lab, exops } = mskEnvironment();
    await lab.fault({
      service: 'kafka',
      action: 'ListClustersV2',
      status: 403,
      code: 'AccessDeniedException',
    });
    const { code, stdout, stderr } = await exops('msk list');
    expect([code, stdout]).toEqual([4, '']);
    expect(stderr).toContain("AWS doesn't allow kafka:ListClustersV2");
  });
});

describe('msk describe', () => {
  test("the environment's cluster, by its name", async () => {
    const { msk, name, exops, configure } = mskEnvironment();
    const secret = 'arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:AmazonMSK_ops-AbC123';
    const arn = await msk.createCluster({
      ...{ name: name(), scramSecrets: [secret], securityGroupIds: ['sg-1'], tags: { Team: 'web' } },
      brokers: { private: private2 },
      nodes: [{ endpoint: 'b-1.example', privateAddress: '10.0.0.5' }],
    });
    await configure(`{ name: ${name()} }`);
    const described = await exops('msk describe');
    const { code, stdout } = described;
    expect(code).toBe(0);
    const facts = new Map(stdout.split('\n').map((line) => line.split('\t') as [string, string]));
    expect(Object.fromEntries(facts)).toMatchObject({
      ...{ cluster: name(), arn, kind: 'standard', state: 'ACTIVE: in use; clients can connect' },
      ...{ logins: 'iam, scram', 'iam (private)': private2.iam, 'broker 1': 'b-1.example 10.0.0.5' },
      ...{ 'SCRAM secret': secret, 'security group': 'sg-1', 'tag Team': 'web' },
    });
    expect(said(described)).toBe(`dev · ${target}`);
    const shown = await exops('msk describe', { tty: true, columns: 40 });
    expect(shown.stdout).toContain(`arn              ${arn}\n`);
    expect(JSON.parse((await exops('msk describe -o json')).stdout).clusters).toMatchObject([
      {
        bootstrap: [
          { auth: 'iam', access: 'private', string: private2.iam, brokers: private2.iam.split(',') },
          { auth: 'scram' },
        ],
        ...{ brokerNodes: [{ id: 1, endpoints: ['b-1.example'] }], scramSecrets: [secret], policy: null },
      },
    ]);
  });

  test('one that is being made, without what it does not have yet', async () => {
    const { msk, name, exops, lab } = mskEnvironment();
    await msk.createCluster({ name: name(), state: 'CREATING', auths: ['iam'] });
    const { code, stdout } = await exops(`msk describe ${name()}`);
    expect(code).toBe(0);
    expect(stdout).toContain("state\tCREATING: AWS is still making it; clients can't connect\n");
    expect(
      (await lab.calls()).filter(({ service }) => service === 'kafka').map(({ action }) => action),
    ).toEqual(['ListClustersV2']);
  });

  test('as far as the rights reach', async () => {
    const { msk, name, exops, lab } = mskEnvironment();
    const arn = await msk.createCluster({ name: name(), brokers: { private: private2 } });
    await lab.fault({
      service: 'kafka',
      action: 'GetClusterPolicy',
      status: 403,
      code: 'AccessDeniedException',
    });
    const { code, stdout, stderr } = await exops(`msk describe ${arn} -o json`);
    expect(code).toBe(4);
    expect(stderr).toContain("Not read: cluster policy: AWS doesn't allow kafka:GetClusterPolicy");
    expect(JSON.parse(stdout).clusters[0]).toMatchObject({
      ...{ arn, policy: null, notRead: [{ what: 'cluster policy', access: true }] },
    });
  });

  test('none of that name: the near one', async () => {
    const { msk, name, exops } = mskEnvironment();
    await msk.createCluster({ name: name() });
    const { code, stdout, stderr } = await exops(`msk describe ${name().slice(0, -1)}`);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(
      `There is no MSK cluster ${name().slice(0, -1)} in ap-northeast-2 (did you mean "${name()}"?).\n`,
    );
  });

  test('where no cluster is named', async () => {
    const { exops, configure } = mskEnvironment();
    await configure('{ brokers: "localhost:9092" }');
    const { code, stderr } = await exops('msk describe');
    expect(code).toBe(2);
    expect(stderr).toBe(
      'dev has no MSK cluster: name one.\n  See which there are: exops msk list. Or write into exops.yaml: cluster: { name: … }\n',
    );
  });
});

describe('msk brokers', () => {
  test('all, in a pipe and on a terminal', async () => {
    const { msk, name, exops } = mskEnvironment();
    await msk.createCluster({
      name: name(),
      brokers: { private: private2, public: { iam: 'p-1.example:9198' } },
    });
    const { stdout } = await exops(`msk brokers ${name()}`);
    expect(stdout).toBe(
      `iam\tprivate\t${private2.iam}\nscram\tprivate\t${private2.scram}\niam\tpublic\tp-1.example:9198\n`,
    );
    const shown = await exops(`msk brokers ${name()} --public`, { tty: true });
    expect(shown.stdout).toBe('iam · from the internet\n  p-1.example:9198\n');
    expect((await exops(`msk brokers ${name()} -o name`)).stdout.split('\n')).toHaveLength(4);
  });

  test('the one string for a script, for an ARN of another region than usual', async () => {
    const { msk, name, exops } = mskEnvironment();
    const arn = await msk.createCluster({ name: name(), brokers: { private: private2 } });
    expect(await exops(`msk brokers ${arn} --auth scram`, { env: {} })).toMatchObject({ code: 4 });
    const { lab } = mskEnvironment();
    const elsewhere = { env: { ...lab.env, AWS_REGION: 'eu-west-1' } };
    const found = await exops(`msk brokers ${arn} --auth scram`, elsewhere);
    expect(found).toMatchObject({ code: 0, stdout: `${private2.scram}\n` });
    expect(said(found)).toBe(target);
    const document = JSON.parse((await exops(`msk brokers ${arn} --auth iam -o json`)).stdout);
    expect(document).toMatchObject({ schema: 'exops.msk-brokers/v1', cluster: { arn, state: 'ACTIVE' } });
    expect(document.bootstrap).toEqual([
      { auth: 'iam', access: 'private', brokers: private2.iam.split(','), string: private2.iam },
    ]);
  });

  test('a login that is off, and a network that has none', async () => {
    const { msk, name, exops } = mskEnvironment();
    await msk.createCluster({ name: name(), brokers: { private: { iam: 'b-1.example:9098' } } });
    const off = await exops(`msk brokers ${name()} --auth plaintext`);
    expect([off.code, off.stdout]).toEqual([1, '']);
    expect(off.stderr).toContain(
      `has no listener for plaintext from the cluster's own network.\n  It has: iam (private)\n`,
    );
    const none = await exops(`msk brokers ${name()} --vpc`);
    expect(none.stderr).toContain(`has no listeners from other VPCs.\n  It has: iam (private)\n`);
    expect((await exops(`msk brokers ${name()} --vpc --public`)).code).toBe(2);
  });

  test('of one that is being made', async () => {
    const { msk, name, exops } = mskEnvironment();
    await msk.createCluster({ name: name(), state: 'CREATING' });
    const { code, stderr } = await exops(`msk brokers ${name()}`);
    expect(code).toBe(1);
    expect(stderr).toContain(`MSK cluster ${name()} is CREATING: AWS is still making it.\n`);
  });
});

describe('msk policy', () => {
  test("for the environment's cluster, with its own uuid", async () => {
    const { msk, name, exops, configure } = mskEnvironment();
    const arn = await msk.createCluster({ name: name(), brokers: { private: private2 } });
    await configure(`{ name: ${name()} }`);
    const printed = await exops('msk policy --for producer --topic reservation.*');
    expect(printed.code).toBe(0);
    expect(said(printed)).toBe(`dev · ${target}`);
    const { Statement } = JSON.parse(printed.stdout);
    expect(Statement.map(({ Resource }: { Resource: unknown }) => Resource)).toEqual([
      [arn],
      [`${arn.replace(':cluster/', ':topic/')}/reservation.*`],
    ]);
  });

  test('of an ARN nothing is asked', async () => {
    const { name, exops, lab } = mskEnvironment();
    const arn = `arn:aws:kafka:eu-west-1:123456789012:cluster/${name()}/aaaa-s2`;
    const { code, stdout, stderr } = await exops(`msk policy ${arn} --for admin --topic "*"`);
    expect([code, stderr]).toEqual([0, 'It is for every topic of the cluster, internal ones as well.\n']);
    expect(JSON.parse(stdout).Statement[0]).toMatchObject({
      ...{ Action: ['kafka-cluster:Connect', 'kafka-cluster:DescribeCluster'], Resource: [arn] },
    });
    expect(await lab.calls()).toEqual([]);
  });

  test("the cluster's own keeps what is there", async () => {
    const { msk, name, exops } = mskEnvironment();
    const theirs = {
      Sid: 'Theirs',
      Effect: 'Allow',
      Principal: '*',
      Action: 'kafka:DescribeClusterV2',
      Resource: '*',
    };
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [theirs] });
    await msk.createCluster({ name: name(), policy, auths: ['scram'], brokers: { private: private2 } });
    const flags =
      '--for consumer --topic a --group g --cluster-policy --principal arn:aws:iam::123456789012:role/app';
    const printed = await exops(`msk policy ${name()} ${flags} --as cli`);
    const { code, stdout } = printed;
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^aws kafka put-cluster-policy --region ap-northeast-2 --cluster-arn \S+ --current-version \S+ --policy /,
    );
    expect(stdout).toContain('"Sid":"Theirs"');
    expect(said(printed)).toBe(
      [
        target.trim(),
        `${name()} has IAM turned off: rights of kafka-cluster: are for logins by IAM alone.`,
        "The principal is of the cluster's own account: a policy of the role or user is enough, without --cluster-policy.",
        'The cluster has a policy already, which this one takes the place of: its 1 statement stands in it.',
        '',
      ].join('\n'),
    );
  });
});
