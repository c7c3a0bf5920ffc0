import { generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';
import { roundTrips } from '../../lab/aws/calls.js';
import { awsJson, awsQuery, type RawAnswer } from '../../lab/aws/raw-request.js';
import { type StartedAws, startAws } from '../../lab/aws/start.js';
import { probeTcp } from '../../lab/kafka/metadata-probe.js';
import { runCommand } from '../../lab/run-command.js';
import { groupIsAlive } from '../../lab/supervised-process.js';

const keyTtlSeconds = 600;
const nowhere = 'i-0123456789abcdef0';
let started: StartedAws;

beforeAll(async () => {
  started = await startAws({ keyTtlSeconds });
});
afterAll(() => started.stop());

function sshString(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function publicKey(): string {
  // Not as a JWK: Node 20 can lock up for ever while it exports a new key as one.
  const der = generateKeyPairSync('ed25519').publicKey.export({ format: 'der', type: 'spki' });
  const parts = [Buffer.from('ssh-ed25519'), der.subarray(-32)];
  return `ssh-ed25519 ${Buffer.concat(parts.map(sshString)).toString('base64')}`;
}

function push(aws: AwsLab, instanceId: string, changes: object = {}): Promise<RawAnswer> {
  const request = {
    InstanceId: instanceId,
    InstanceOSUser: 'ec2-user',
    SSHPublicKey: publicKey(),
    ...changes,
  };
  return awsJson(aws, 'ec2-instance-connect', 'AWSEC2InstanceConnectService.SendSSHPublicKey', request);
}

async function described(aws: AwsLab, instanceId: string): Promise<string> {
  return (await awsQuery(aws, 'ec2', 'DescribeInstances', { 'InstanceId.1': instanceId })).text;
}

/** The texts of an element, wherever it is. */
function elements(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(([, text = '']) => text);
}

describe('instances', () => {
  test('they have the addresses that they were given, and no other', async () => {
    const aws = joinAws(started.access);
    const [bare, given] = await Promise.all([
      aws.runInstance(),
      aws.runInstance({ name: 'kafka', publicAddress: '198.51.100.7', privateAddress: '10.9.8.7' }),
    ]);

    expect(elements(await described(aws, bare), 'ipAddress')).toEqual([]);
    expect(await described(aws, bare)).not.toContain('publicIp>');
    expect(await described(aws, given)).toContain('<key>Name</key><value>kafka</value>');
    expect(elements(await described(aws, given), 'ipAddress')).toEqual(['198.51.100.7']);
    expect(new Set(elements(await described(aws, given), 'privateIpAddress'))).toEqual(new Set(['10.9.8.7']));
    expect(await aws.describeInstance(given)).toMatchObject({ state: 'running', privateAddress: '10.9.8.7' });

    await aws.stopInstance(given);
    expect(elements(await described(aws, given), 'ipAddress')).toEqual([]);
    await aws.startInstance(given);
    expect(elements(await described(aws, given), 'ipAddress')).toEqual(['198.51.100.7']);
    await aws.terminateInstance(given);
    expect(elements(await described(aws, given), 'privateIpAddress')).not.toContain('10.9.8.7');
  });

  test('they are of the platform and have the IPv6 address that they were given', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance({ platform: 'windows', ipv6Address: '2001:db8::7' });
    const text = await described(aws, id);
    expect(elements(text, 'platform')).toEqual(['windows']);
    expect(elements(text, 'ipv6Address')).toEqual(['2001:db8::7']);
    expect(await described(aws, await aws.runInstance())).not.toMatch(/<platform>|<ipv6Address>/);
  });

  test('they are found by tags', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance({ name: 'lab-found-by-tag', tags: { role: 'broker' } });
    const { text } = await awsQuery(aws, 'ec2', 'DescribeInstances', {
      'Filter.1.Name': 'tag:Name',
      'Filter.1.Value.1': 'lab-found-by-tag',
      'Filter.2.Name': 'tag:role',
      'Filter.2.Value.1': 'broker',
    });
    expect(elements(text, 'instanceId')).toEqual([id]);
  });

  test('a stop gives reasons as AWS words them, a start takes them back', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    expect(await described(aws, id)).not.toContain('stateReason');
    await aws.stopInstance(id);
    expect(await described(aws, id)).toMatch(
      /<reason>User initiated \(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d GMT\)<\/reason>/,
    );
    expect(elements(await described(aws, id), 'code')).toEqual(['Client.UserInitiatedShutdown', '80']);
    await aws.startInstance(id);
    expect(await described(aws, id)).not.toContain('stateReason');
  });

  test('they are on their way for as long as they were told', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance({ transitionSeconds: 3_600 });
    const state = async (): Promise<string> => (await aws.describeInstance(id)).state;
    expect(await state()).toBe('pending');
    await aws.setInstanceState(id, { state: 'running' });
    await aws.stopInstance(id);
    expect(await state()).toBe('stopping');
    const refused = await awsQuery(aws, 'ec2', 'StartInstances', { 'InstanceId.1': id });
    expect(refused.status).toBe(400);
    expect(elements(refused.text, 'Code')).toEqual(['IncorrectInstanceState']);
  });

  test('a test can give them any state and reason', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    const message = 'Client.InternalError: Client error on launch';
    await aws.setInstanceState(id, {
      state: 'stopped',
      stateReason: { code: 'Client.InternalError', message },
      transitionReason: 'Server.InternalError',
    });
    const text = await described(aws, id);
    expect(elements(text, 'name')).toContain('stopped');
    expect(elements(text, 'message')).toEqual([message]);
    expect(elements(text, 'reason')).toEqual(['Server.InternalError']);
  });

  test('their console is empty until a test writes to it', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    const read = async (): Promise<readonly string[]> =>
      elements((await awsQuery(aws, 'ec2', 'GetConsoleOutput', { InstanceId: id })).text, 'output');
    expect(await read()).toEqual([]);
    await aws.setConsoleOutput(id, 'ssh-ed25519 AAAA\r\nüß\n');
    expect((await read()).map((output) => Buffer.from(output, 'base64').toString())).toEqual([
      'ssh-ed25519 AAAA\r\nüß\n',
    ]);
  });

  test('connect endpoints are those of the VPC that the filters let through', async () => {
    const aws = joinAws(started.access);
    const [vpc, other] = await Promise.all([aws.createVpc(), aws.createVpc()]);
    expect(await aws.runInstance({ subnetId: vpc.subnetId })).toMatch(/^i-[0-9a-f]{17}$/);
    await aws.setConnectEndpoints(vpc.vpcId, [
      { id: 'eice-0123456789abcdef0', dnsName: 'one.example.com', subnetId: vpc.subnetId },
      { id: 'eice-0123456789abcdef1', dnsName: 'two.example.com', state: 'delete-complete' },
    ]);
    await aws.setConnectEndpoints(other.vpcId, [{ id: 'eice-0123456789abcdef2', dnsName: 'x.example.com' }]);
    const ask = (filter: string, value: string): Promise<RawAnswer> =>
      awsQuery(aws, 'ec2', 'DescribeInstanceConnectEndpoints', {
        'Filter.1.Name': 'vpc-id',
        'Filter.1.Value.1': vpc.vpcId,
        'Filter.2.Name': filter,
        'Filter.2.Value.1': value,
      });
    const { text } = await ask('state', 'create-complete');
    expect(elements(text, 'dnsName')).toEqual(['one.example.com']);
    expect(elements(text, 'subnetId')).toEqual([vpc.subnetId]);
    expect(elements((await ask('colour', 'red')).text, 'Code')).toEqual(['InvalidParameterValue']);
  });
});

describe('pushed keys', () => {
  test('they lie where SSH servers look, beside those that are still good, with the time of their end', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    const file = join(aws.keysFolder, id, 'ec2-user');
    const [first, second] = [publicKey(), publicKey()];
    const began = Math.floor(Date.now() / 1000);

    const answer = await push(aws, id, { SSHPublicKey: `${first}\n` });
    await push(aws, id, { SSHPublicKey: second });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toEqual({ RequestId: expect.any(String), Success: true });
    const lines = (await readFile(file, 'utf8')).split('\n');
    const ends = lines.filter((line) => line.startsWith('#Timestamp=')).map((line) => Number(line.slice(11)));
    expect(lines.filter((line) => !line.startsWith('#'))).toEqual([first, second, '']);
    expect(ends).toHaveLength(2);
    for (const end of ends) expect(end - began).toBeGreaterThanOrEqual(keyTtlSeconds);
    expect((await stat(file)).mode & 0o777).toBe(0o644);
    expect(await aws.pushes()).toMatchObject([
      { instanceId: id, user: 'ec2-user', key: first, error: null },
      { instanceId: id, user: 'ec2-user', key: second, error: null },
    ]);
  });

  test('none is lost when several come at once', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    const keys = Array.from({ length: 12 }, publicKey);
    await Promise.all(keys.map((SSHPublicKey) => push(aws, id, { SSHPublicKey })));
    const lines = (await readFile(join(aws.keysFolder, id, 'ec2-user'), 'utf8')).split('\n');
    expect(lines).toEqual(expect.arrayContaining(keys));
  });

  test('those that ended are gone with the next push', async () => {
    const aws = await startAws({ keyTtlSeconds: -1 });
    onTestFinished(aws.stop);
    const id = await aws.runInstance();
    await push(aws, id);
    await push(aws, id);
    expect((await readFile(join(aws.keysFolder, id, 'ec2-user'), 'utf8')).split('\n')).toHaveLength(3);
  });

  test.each([
    ['an id that is none', { InstanceId: 'mi-0123456789abcdef0' }, 'InvalidArgsException'],
    ['a user with a slash', { InstanceOSUser: '../../root' }, 'InvalidArgsException'],
    ['a short key', { SSHPublicKey: 'ssh-ed25519 AAAA' }, 'InvalidArgsException'],
    ['a key that is none', { SSHPublicKey: `ssh-ed25519 ${'A'.repeat(80)}` }, 'InvalidArgsException'],
    ['a key of a kind that AWS refuses', { SSHPublicKey: `sk-${publicKey()}` }, 'InvalidArgsException'],
    ['no user', { InstanceOSUser: undefined }, 'InvalidArgsException'],
    ['an unknown instance', { InstanceId: nowhere }, 'EC2InstanceNotFoundException'],
    ['another zone', { AvailabilityZone: 'ap-northeast-2d' }, 'EC2InstanceNotFoundException'],
  ])('%s is refused', async (_, changes, code) => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    const answer = await push(aws, id, changes);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ __type: code });
    expect(await aws.pushes()).toMatchObject([{ error: code }]);
    expect(existsSync(join(aws.keysFolder, id))).toBe(false);
  });

  test('an id that is none is refused in the words of AWS', async () => {
    const aws = joinAws(started.access);
    const { text } = await push(aws, 'mi-0123456789abcdef0');
    expect(JSON.parse(text).Message).toBe(
      "1 validation error detected: Value 'mi-0123456789abcdef0' at 'instanceId' failed to satisfy constraint: " +
        'Member must satisfy regular expression pattern: ^i-[a-f0-9]+$',
    );
  });

  test.each(['stopped', 'pending', 'terminated'] as const)('a %s instance takes none', async (state) => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    await aws.setInstanceState(id, { state });
    expect(JSON.parse((await push(aws, id)).text)).toMatchObject({
      __type: 'EC2InstanceStateInvalidException',
    });
  });
});

describe('systems manager', () => {
  const ssm = async (aws: AwsLab, action: string, parameters: object): Promise<Record<string, unknown>> =>
    JSON.parse((await awsJson(aws, 'ssm', `AmazonSSM.${action}`, parameters)).text);

  test('it knows the instances that have an agent', async () => {
    const aws = joinAws(started.access);
    const [online, lost, none] = await Promise.all([
      aws.runInstance({ ssm: 'Online' }),
      aws.runInstance({ ssm: 'ConnectionLost' }),
      aws.runInstance(),
    ]);
    const ask = (id: string): Promise<object> =>
      ssm(aws, 'DescribeInstanceInformation', { Filters: [{ Key: 'InstanceIds', Values: [id] }] });
    expect(await ask(online)).toMatchObject({
      InstanceInformationList: [{ InstanceId: online, PingStatus: 'Online' }],
    });
    expect(await ask(lost)).toMatchObject({ InstanceInformationList: [{ PingStatus: 'ConnectionLost' }] });
    expect(await ask(none)).toMatchObject({ InstanceInformationList: [] });
  });

  test('a script prints what the test said, once AWS has heard of it', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance({ ssm: 'Online' });
    await aws.setScriptOutput(id, { stdout: 'ssh-ed25519 AAAA\n', exitCode: 3, status: 'Failed', unseen: 1 });
    const commands = ['cat /etc/ssh/ssh_host_ed25519_key.pub'];
    const request = { InstanceIds: [id], DocumentName: 'AWS-RunShellScript', Parameters: { commands } };
    const { Command } = (await ssm(aws, 'SendCommand', request)) as { Command: { CommandId: string } };
    const ask = (): Promise<object> =>
      ssm(aws, 'GetCommandInvocation', { CommandId: Command.CommandId, InstanceId: id });

    expect(Command).toMatchObject({ InstanceIds: [id], Status: 'Pending' });
    expect(await ask()).toMatchObject({ __type: 'InvocationDoesNotExist' });
    expect(await ask()).toMatchObject({
      Status: 'Failed',
      ResponseCode: 3,
      StandardOutputContent: 'ssh-ed25519 AAAA\n',
    });
    expect(await aws.scripts(id)).toMatchObject([{ document: 'AWS-RunShellScript', commands }]);
  });

  test('a script that runs for long is in progress', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance({ ssm: 'Online' });
    await aws.setScriptOutput(id, { stdout: 'later', seconds: 3_600 });
    const request = { InstanceIds: [id], DocumentName: 'AWS-RunShellScript', Parameters: { commands: [] } };
    const { Command } = (await ssm(aws, 'SendCommand', request)) as { Command: { CommandId: string } };
    expect(
      await ssm(aws, 'GetCommandInvocation', { CommandId: Command.CommandId, InstanceId: id }),
    ).toMatchObject({ Status: 'InProgress', StandardOutputContent: '' });
  });

  test('only instances with an agent take scripts and sessions', async () => {
    const aws = joinAws(started.access);
    const [bare, managed] = await Promise.all([aws.runInstance(), aws.runInstance({ ssm: 'Online' })]);
    const start = (Target: string): Promise<object> =>
      ssm(aws, 'StartSession', { Target, DocumentName: 'AWS-StartSSHSession' });
    const script = { DocumentName: 'AWS-RunShellScript', Parameters: { commands: ['true'] } };
    expect(await ssm(aws, 'SendCommand', { ...script, InstanceIds: [bare] })).toMatchObject({
      __type: 'InvalidInstanceId',
      Message: `Instances [[${bare}]] not in a valid state for account 123456789012`,
    });
    expect(await start(bare)).toMatchObject({ __type: 'TargetNotConnected' });
    expect(await start(managed)).toEqual({
      SessionId: expect.any(String),
      StreamUrl: expect.stringMatching(/^wss:/),
      TokenValue: expect.any(String),
    });
  });

  test('it hands out parameters, and secret ones in clear text only when asked to', async () => {
    const aws = joinAws(started.access);
    await aws.putParameter('/lab/plain', 'old');
    await aws.putParameter('/lab/plain', 'one');
    await aws.putParameter('/lab/secret', 'two', { secret: true });
    const ask = (WithDecryption: boolean): Promise<object> =>
      ssm(aws, 'GetParameters', { Names: ['/lab/plain', '/lab/secret', '/lab/absent'], WithDecryption });
    const answer = await ask(true);
    expect(answer).toMatchObject({ InvalidParameters: ['/lab/absent'] });
    expect(answer).toMatchObject({
      Parameters: expect.arrayContaining([
        expect.objectContaining({ Name: '/lab/plain', Type: 'String', Value: 'one' }),
        expect.objectContaining({ Name: '/lab/secret', Type: 'SecureString', Value: 'two' }),
      ]),
    });
    expect(JSON.stringify(await ask(false))).not.toContain('"two"');
  });
});

test('secrets come in batches of 20, with a note of those that are missing', async () => {
  const aws = joinAws(started.access);
  await aws.putSecret('lab/db', '{"password":"first"}');
  const arn = await aws.putSecret('lab/db', '{"password":"second"}');
  const ask = async (SecretIdList: readonly string[]): Promise<unknown> =>
    JSON.parse(
      (await awsJson(aws, 'secretsmanager', 'secretsmanager.BatchGetSecretValue', { SecretIdList })).text,
    );
  expect(await ask([arn, 'lab/absent'])).toMatchObject({
    SecretValues: [{ Name: 'lab/db', ARN: arn, SecretString: '{"password":"second"}' }],
    Errors: [{ SecretId: 'lab/absent', ErrorCode: 'ResourceNotFoundException' }],
  });
  expect(await ask(Array.from({ length: 21 }, (_, index) => `lab/${index}`))).toMatchObject({
    __type: 'ValidationException',
  });
});

test('a stack has the outputs and exports that a test gives it', async () => {
  const aws = joinAws(started.access);
  await aws.putExports('lab-network', { 'lab-KafkaPrivateIp': '10.0.0.1' });
  await aws.putExports('lab-network', { 'lab-KafkaPrivateIp': '10.0.0.2' }, { Zone: 'a' });
  const exports = (await awsQuery(aws, 'cloudformation', 'ListExports')).text;
  expect(elements(exports, 'Name')).toContain('lab-KafkaPrivateIp');
  expect(elements(exports, 'Value')).toContain('10.0.0.2');
  const stack = await awsQuery(aws, 'cloudformation', 'DescribeStacks', { StackName: 'lab-network' });
  expect(elements(stack.text, 'OutputKey')).toEqual(['Zone', 'labKafkaPrivateIp']);
  expect(elements(stack.text, 'OutputValue')).toEqual(['a', '10.0.0.2']);
  const absent = await awsQuery(aws, 'cloudformation', 'DescribeStacks', { StackName: 'lab-absent' });
  expect(absent.status).toBe(400);
  expect(elements(absent.text, 'Message')).toEqual(['Stack with id lab-absent does not exist']);
});

test('the caller is known', async () => {
  const { text } = await awsQuery(joinAws(started.access), 'sts', 'GetCallerIdentity');
  expect(elements(text, 'Account')).toEqual(['123456789012']);
});

describe('faults', () => {
  test('a fault hits as many calls as it says, of those who ordered it', async () => {
    const [aws, other] = [joinAws(started.access), joinAws(started.access)];
    const code = 'RequestLimitExceeded';
    await aws.fault({
      service: 'ec2',
      action: 'DescribeVpcs',
      code,
      status: 503,
      message: 'a < b',
      times: 2,
    });
    const ask = async (lab: AwsLab): Promise<number> => (await awsQuery(lab, 'ec2', 'DescribeVpcs')).status;
    expect(await ask(other)).toBe(200);
    const hit = await awsQuery(aws, 'ec2', 'DescribeVpcs');
    expect([hit.status, ...elements(hit.text, 'Code'), ...elements(hit.text, 'Message')]).toEqual([
      503,
      code,
      'a &lt; b',
    ]);
    expect([await ask(aws), await ask(aws)]).toEqual([503, 200]);
  });

  test('a fault can be bound to what a call is about, and is taken back', async () => {
    const aws = joinAws(started.access);
    const [one, other] = await Promise.all([aws.runInstance(), aws.runInstance()]);
    await aws.fault({ service: 'ec2-instance-connect', code: 'ThrottlingException', match: one });
    expect(JSON.parse((await push(aws, one)).text)).toMatchObject({ __type: 'ThrottlingException' });
    expect((await push(aws, other)).status).toBe(200);
    await aws.clearFaults();
    expect((await push(aws, one)).status).toBe(200);
  });

  test('a connection can end without an answer, before the work or after it', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    const fault = { service: 'ec2', action: 'StopInstances', drop: true, times: 1 };
    const stop = (): Promise<RawAnswer> => awsQuery(aws, 'ec2', 'StopInstances', { 'InstanceId.1': id });
    await aws.fault(fault);
    await expect(stop()).rejects.toThrow('fetch failed');
    expect((await aws.describeInstance(id)).state).toBe('running');
    await aws.fault({ ...fault, carriedOut: true });
    await expect(stop()).rejects.toThrow('fetch failed');
    expect((await aws.describeInstance(id)).state).toBe('stopped');
  });

  test('a call that the lab has no answer for fails once and loudly', async () => {
    const answer = await awsQuery(joinAws(started.access), 'ec2', 'DescribeMacHosts');
    expect(answer.status).toBe(400);
    expect(elements(answer.text, 'Code')).toEqual(['ExopsLabFailure']);
  });
});

describe('calls', () => {
  test('they are listed in the order they came, with who made them', async () => {
    const aws = joinAws(started.access);
    const id = await aws.runInstance();
    await described(aws, id);
    await push(aws, nowhere);
    expect(await aws.calls()).toMatchObject([
      { service: 'ec2', action: 'DescribeInstances', region: 'ap-northeast-2', status: 200 },
      { service: 'ec2-instance-connect', action: 'SendSSHPublicKey', status: 400 },
    ]);
    expect((await aws.calls()).map(({ parameters }) => parameters)).toMatchObject([
      { 'InstanceId.1': id },
      { InstanceId: nowhere },
    ]);
  });

  test('calls made at once take one round trip, calls made after each other as many as there are', async () => {
    const [together, apart] = [joinAws(started.access), joinAws(started.access)];
    const slow = { service: 'ec2', delayMs: 500 };
    await Promise.all([together.fault(slow), apart.fault(slow)]);
    const ask = (lab: AwsLab): Promise<RawAnswer> => awsQuery(lab, 'ec2', 'DescribeVpcs');
    await Promise.all([ask(together), ask(together), ask(together)]);
    await ask(apart);
    await ask(apart);
    expect(roundTrips(await together.calls())).toBe(1);
    expect(roundTrips(await apart.calls())).toBe(2);
    expect(roundTrips([])).toBe(0);
  });

  test('calls of services that use paths have their names too', async () => {
    const aws = joinAws(started.access);
    const scope = `${aws.env['AWS_ACCESS_KEY_ID']}/20260101/ap-northeast-2/eks/aws4_request`;
    await fetch(`${aws.endpoint}/clusters/kafka/node-groups`, {
      headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` },
    });
    expect(await aws.calls()).toMatchObject([{ service: 'eks', action: 'ListNodegroups' }]);
  });
});

describe('a lab of its own', () => {
  test('it forgets everything when told to, and leaves nothing when it stops', async () => {
    const aws = await startAws();
    onTestFinished(aws.stop);
    const id = await aws.runInstance();
    await aws.fault({ service: 'ec2', code: 'InternalError' });
    await push(aws, id);

    await aws.reset();

    expect([await aws.calls(), await aws.pushes()]).toEqual([[], []]);
    const { text } = await awsQuery(aws, 'ec2', 'DescribeInstances');
    expect([elements(text, 'Code'), elements(text, 'instanceId')]).toEqual([[], []]);

    await aws.stop();

    expect(groupIsAlive(aws.pid)).toBe(false);
    expect(existsSync(dirname(aws.keysFolder))).toBe(false);
    await expect(probeTcp(Number(new URL(aws.endpoint).port))).rejects.toThrow('ECONNREFUSED');
  });

  test('in a network namespace it is out of reach, and does what it is told all the same', async () => {
    const namespace = `exops-aws-${process.pid}`;
    await runCommand('ip', ['netns', 'add', namespace]);
    onTestFinished(async () => {
      await runCommand('ip', ['netns', 'delete', namespace]);
    });
    await runCommand('ip', ['-n', namespace, 'link', 'set', 'lo', 'up']);
    const aws = await startAws({ namespace });
    onTestFinished(aws.stop);
    const { port } = new URL(aws.endpoint);
    await expect(probeTcp(Number(port))).rejects.toThrow('ECONNREFUSED');
    const id = await aws.runInstance();
    expect((await aws.describeInstance(id)).state).toBe('running');
    const probe = `exec 3<>/dev/tcp/127.0.0.1/${port}; printf 'GET /exops-lab/calls HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3`;
    expect(await runCommand('ip', ['netns', 'exec', namespace, 'bash', '-c', probe])).toContain('200 OK');
  });

  test('what cannot start says why', async () => {
    await expect(startAws({ host: '192.0.2.1' })).rejects.toThrow('Cannot assign requested address');
  });
});
