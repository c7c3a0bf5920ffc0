import { describe, expect, test } from 'vitest';
import type { Policy } from '../../../src/lib/aws-policy/statements.js';
import { awsJson, awsQuery } from '../../lab/aws/raw-request.js';
import { ownName } from '../aws/opened-aws.js';
import { laptop, openEc2Host, ownAws } from '../connect/hosts.js';
import { usedRights } from './used-rights.js';

const ref = (name: string) => `"\${${name}}"`;
const arn = (service: string, resource: string) =>
  `arn:aws:${service}:ap-northeast-2:123456789012:${resource}`;

function read(stdout: string): {
  readonly policy: Policy;
  find(sid: string): Policy['Statement'][number] | undefined;
} {
  const policy: Policy = JSON.parse(stdout);
  return { policy, find: (sid) => policy.Statement.find(({ Sid }) => Sid === sid) };
}

describe('aws policy', () => {
  test('resolves references, and looks up the endpoint of a host', async () => {
    const aws = ownAws();
    const stack = ownName('policy');
    const { vpcId, subnetId, availabilityZone } = await aws.createVpc();
    const id = await aws.runInstance({ subnetId });
    const endpoint = 'eice-0123456789abcdef0';
    await aws.setConnectEndpoints(vpcId, [{ id: endpoint, dnsName: 'eice', subnetId, availabilityZone }]);
    await aws.putExports(stack, { [`${stack}-Id`]: id, [`${stack}-Cluster`]: 'dev-cluster' });
    const { exops } = await laptop(
      aws,
      `hosts: { kafka: { instance: ${ref(`cfn:${stack}-Id`)} } }`,
      `sleep: [{ eksNodegroup: { cluster: ${ref(`cfn:${stack}-Cluster`)}, name: spot } }, { ec2Instance: ${ref(`cfn:${stack}-Id`)} }]`,
    );
    const before = (await aws.calls()).length;
    const { stdout, stderr, code } = await exops('aws policy connect dev sleep');
    expect(code).toBe(0);
    const { find } = read(stdout);
    expect(find('PushSshKeys')?.Resource).toEqual([arn('ec2', `instance/${id}`)]);
    expect(find('OpenTunnels')?.Resource).toEqual([arn('ec2', `instance-connect-endpoint/${endpoint}`)]);
    expect(find('Stop')?.Resource).toEqual([arn('ec2', `instance/${id}`)]);
    expect(find('Resize')?.Resource).toEqual([arn('eks', 'nodegroup/dev-cluster/spot/*')]);
    expect(stderr).not.toContain('any matches');
    const asked = (await aws.calls()).slice(before).map(({ action }) => action);
    expect(asked.sort()).toEqual([
      ...['DescribeInstanceConnectEndpoints', 'DescribeInstances', 'GetCallerIdentity', 'ListExports'],
    ]);
  });

  test('--offline asks for nothing', async () => {
    const aws = ownAws();
    const { exops } = await laptop(aws, `hosts: { kafka: { instance: ${ref('cfn:none')} } }`);
    const { stdout, code } = await exops('aws policy --offline connect');
    expect(code).toBe(0);
    expect(read(stdout).find('PushSshKeys')?.Resource).toEqual([arn('ec2', 'instance/*')]);
    expect(await aws.calls()).toEqual([]);
  });

  test('an export that is not there is told where it stands', async () => {
    const { exops } = await laptop(ownAws(), `hosts: { kafka: { instance: ${ref('cfn:policy-none')} } }`);
    const { code, stdout, stderr } = await exops('aws policy connect');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('exops.yaml:5');
  });

  test('a missing right leads to the way without', async () => {
    const aws = ownAws();
    await aws.fault({ service: 'cloudformation', code: 'AccessDenied', message: 'no' });
    const { exops } = await laptop(aws, `hosts: { kafka: { instance: ${ref('cfn:policy-none')} } }`);
    const { code, stderr } = await exops('aws policy connect');
    expect(code).toBe(4);
    expect(stderr).toContain('Without asking AWS: exops aws policy --offline');
  });

  test('the account is asked for where the file does not say it', async () => {
    const aws = ownAws();
    const { exops } = await laptop(aws);
    const { stdout } = await exops('aws policy dev leftovers', { cwd: '/' });
    expect(read(stdout).find('DeleteLeftovers')?.Resource).toEqual([arn('ec2', 'volume/*')]);
  });

  test.each(['connect host', 'dev', 'topics k8s config aws'])('IAM takes that of %s', async (commands) => {
    const aws = ownAws();
    const { exops } = await laptop(
      aws,
      'hosts: { kafka: { instance: { tag: { Name: "kafka*" } } }, web: { instance: i-0123456789abcdef0, route: ssm } }',
      `cluster: { brokers: [${ref('ssm:/policy/brokers')}], via: kafka, auth: { mechanism: plain, username: ${ref('cfn:Stack.User')}, password: ${ref('secretsmanager:kafka')} } }`,
      'sleep: [{ eksNodegroup: { cluster: c, name: n } }, { ecsService: { cluster: c, name: s } }, { autoScalingGroup: { tag: { Team: web } } }, { rdsInstance: db }, { rdsCluster: aurora }, { ec2Instance: i-0123456789abcdef0 }]',
    );
    const { stdout, code } = await exops(`aws policy --offline --ssm-host-keys ${commands}`);
    expect(code).toBe(0);
    const answer = await awsQuery(aws, 'iam', 'CreatePolicy', {
      ...{ PolicyName: ownName('exops'), PolicyDocument: stdout },
    });
    expect(answer).toMatchObject({ status: 200, text: expect.stringContaining('<Arn>') });
  });

  test('IAM here does not take everything', async () => {
    const aws = ownAws();
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'x' }],
    });
    const answer = await awsQuery(aws, 'iam', 'CreatePolicy', {
      PolicyName: ownName('exops'),
      PolicyDocument,
    });
    expect(answer.text).toContain('MalformedPolicyDocument');
  });
});

describe('what commands ask AWS for is in their policy', () => {
  test('references', async () => {
    const aws = ownAws();
    const stack = ownName('rights');
    await aws.putExports(stack, { [`${stack}-Ip`]: '10.0.0.5' }, { ClusterId: 'abc' });
    await Promise.all([aws.putSecret(`${stack}/a`, 'app'), aws.putSecret(`${stack}/b`, 'ca.pem')]);
    await aws.putParameter(`/${stack}/topics`, 'topics.yaml');
    const place = await laptop(
      aws,
      `cluster: { brokers: ["\${cfn:${stack}-Ip}:9092"], clusterId: ${ref(`cfn:${stack}.ClusterId`)}, auth: { mechanism: scram, username: ${ref(`secretsmanager:${stack}/a`)}, password: ${ref('secretsmanager:none')}, ca: ${ref(`secretsmanager:${stack}/b`)} } }`,
      `topics: ${ref(`ssm:/${stack}/topics`)}`,
    );
    const rights = await usedRights(place, 'config view', ['config view']);
    // AWS wants it for each secret of a batch.
    expect(rights).toMatchObject({ missing: [], unused: ['secretsmanager:GetSecretValue'] });
  });

  test('a login to a host that nobody vouches for but itself', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, ownName('policy-host'), {}, { ssm: 'Online' });
    const place = await laptop(aws, `hosts: { x: ${host.settings} }`);
    const { missing, exact } = await usedRights(place, 'connect', ['connect x -- true']);
    expect(missing).toEqual([]);
    expect(exact).toContain('ec2-instance-connect:SendSSHPublicKey');
  });

  test('leftovers, listed and deleted', async () => {
    const aws = ownAws();
    const place = await laptop(aws);
    const prefix = ownName('policy');
    const Size = {
      Size: '1',
      AvailabilityZone: 'ap-northeast-2a',
      'TagSpecification.1.ResourceType': 'volume',
    };
    const tag = { 'TagSpecification.1.Tag.1.Key': 'Name', 'TagSpecification.1.Tag.1.Value': prefix };
    await awsQuery(aws, 'ec2', 'CreateVolume', { ...Size, ...tag });
    await awsJson(aws, 'logs', 'Logs_20140328.CreateLogGroup', { logGroupName: prefix });
    const line = `dev leftovers --prefix ${prefix} --older-than 0d`;
    const { missing, unused } = await usedRights(place, 'dev leftovers', [
      line,
      `${line} --delete --confirm "2 changes"`,
    ]);
    expect(missing).toEqual([]);
    expect(unused.every((right) => /:(Delete|Release)/.test(right))).toBe(true);
  });

  test('its own', async () => {
    const aws = ownAws();
    const { vpcId, subnetId } = await aws.createVpc();
    const id = await aws.runInstance({ subnetId });
    await aws.setConnectEndpoints(vpcId, []);
    const place = await laptop(aws, `hosts: { x: { instance: ${id} } }`);
    const { missing } = await usedRights(place, 'aws policy', ['aws policy connect']);
    expect(missing).toEqual([]);
  });
});
