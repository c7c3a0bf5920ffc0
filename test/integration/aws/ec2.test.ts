import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { failureOf, openLab as open, ownName } from './opened-aws.js';

describe('describeInstances', () => {
  test('tells of an instance what is needed to reach it', async () => {
    const { aws, lab } = open();
    const name = ownName('kafka');
    const id = await lab.runInstance({
      ...{ name, tags: { role: 'broker' } },
      ...{ publicAddress: '203.0.113.7', privateAddress: '10.42.0.11', ipv6Address: '2001:db8::7' },
    });
    const { vpcId, subnetId, availabilityZone } = await lab.describeInstance(id);
    const [instance] = await aws.ec2.describeInstances({ ids: [id] });
    expect(instance).toMatchObject({
      ...{ id, state: 'running', vpcId, subnetId, availabilityZone, platform: undefined },
      ...{ publicAddress: '203.0.113.7', privateAddress: '10.42.0.11', ipv6Address: '2001:db8::7' },
    });
    expect(instance?.tags.get('Name')).toBe(name);
    expect(instance?.tags.get('role')).toBe('broker');
  });

  test('tells why an instance stopped', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ platform: 'windows' });
    await lab.stopInstance(id);
    await lab.setInstanceState(id, {
      stateReason: { code: 'Client.InternalError', message: 'Client.InternalError: Client error on launch' },
      transitionReason: 'User initiated (2026-11-20 19:05:11 GMT)',
    });
    expect(await aws.ec2.describeInstances({ ids: [id] })).toMatchObject([
      {
        ...{ state: 'stopped', publicAddress: undefined, platform: 'windows' },
        stateReason: 'Client.InternalError: Client error on launch',
        transitionReason: 'User initiated (2026-11-20 19:05:11 GMT)',
      },
    ]);
  });

  test('leaves out ids that are unknown or no ids, with one request', async () => {
    const { aws, lab, actions } = open();
    const id = await lab.runInstance();
    const found = await aws.ec2.describeInstances({ ids: ['i-0123456789abcdef0', id, 'kafka'] });
    expect(found.map((one) => one.id)).toEqual([id]);
    expect(await aws.ec2.describeInstances({ ids: [] })).toEqual([]);
    expect(await actions()).toEqual(['DescribeInstances']);
  });

  test('finds by all of the tags, and takes no character for a wildcard', async () => {
    const { aws, lab } = open();
    const name = ownName('star');
    const [plain, star, other] = await Promise.all([
      lab.runInstance({ name: `${name}x`, tags: { env: 'dev' } }),
      lab.runInstance({ name: `${name}*`, tags: { env: 'dev' } }),
      lab.runInstance({ name: `${name}*`, tags: { env: 'prod' } }),
    ]);
    const ids = async (tags: Record<string, string>) =>
      (await aws.ec2.describeInstances({ tags })).map(({ id }) => id).sort();
    expect(await ids({ Name: `${name}*` })).toEqual([star, other].sort());
    expect(await ids({ Name: `${name}*`, env: 'dev' })).toEqual([star]);
    expect(await ids({ Name: `${name}x`, env: 'dev' })).toEqual([plain]);
    expect(await ids({ Name: `${name}?` })).toEqual([]);
  });
});

describe('describeConnectEndpoints', () => {
  test('tells of those of the VPC that can be used', async () => {
    const { aws, lab } = open();
    const [{ vpcId, subnetId, availabilityZone }, other] = await Promise.all([
      lab.createVpc(),
      lab.createVpc(),
    ]);
    const dnsName = 'eice-1.ec2-instance-connect-endpoint.ap-northeast-2.amazonaws.com';
    await lab.setConnectEndpoints(vpcId, [
      {
        id: 'eice-0000000000000000a',
        dnsName,
        subnetId,
        availabilityZone,
        securityGroupIds: ['sg-1', 'sg-2'],
      },
      { id: 'eice-0000000000000000b', dnsName, state: 'create-in-progress' },
      { id: 'eice-0000000000000000c', dnsName, state: 'update-failed' },
      { id: 'eice-0000000000000000d', dnsName, state: 'delete-complete' },
    ]);
    await lab.setConnectEndpoints(other.vpcId, [{ id: 'eice-0000000000000000e', dnsName }]);
    const endpoints = await aws.ec2.describeConnectEndpoints(vpcId);
    expect(endpoints.map(({ id }) => id)).toEqual(['eice-0000000000000000a', 'eice-0000000000000000c']);
    expect(endpoints[0]).toEqual({
      ...{ id: 'eice-0000000000000000a', dnsName, subnetId, availabilityZone },
      securityGroupIds: ['sg-1', 'sg-2'],
    });
  });

  test('there may be none', async () => {
    const { aws, lab } = open();
    expect(await aws.ec2.describeConnectEndpoints((await lab.createVpc()).vpcId)).toEqual([]);
  });
});

describe('consoleOutput', () => {
  test('is the text, and empty when there is none', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance();
    expect(await aws.ec2.consoleOutput(id)).toBe('');
    await lab.setConsoleOutput(id, 'ec2: host key\nßtart ✓\n');
    expect(await aws.ec2.consoleOutput(id)).toBe('ec2: host key\nßtart ✓\n');
  });

  test('is an older one where the latest is not to be had', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance();
    await lab.setConsoleOutput(id, 'older');
    const refusal = { code: 'UnsupportedOperation', message: 'This instance type does not support it' };
    await lab.fault({ service: 'ec2', action: 'GetConsoleOutput', match: 'Latest', ...refusal });
    expect(await aws.ec2.consoleOutput(id)).toBe('older');
  });
});

test('setTag sets a tag, and replaces it', async () => {
  const { aws, lab } = open();
  const id = await lab.runInstance({ name: 'kafka' });
  const key = 'exops:ssh-hostkey';
  for (const value of ['ssh-ed25519 AAAA=', 'ssh-ed25519 BBBB=']) {
    await aws.ec2.setTag(id, key, value);
    expect((await lab.describeInstance(id)).tags[key]).toBe(value);
  }
});

test('an instance that is not there is told by its code', async () => {
  const error = await failureOf(open().aws.ec2.consoleOutput('i-0123456789abcdef0'));
  expect(error).toBeInstanceOf(AwsNotFoundError);
  expect(error).toMatchObject({
    code: 'InvalidInstanceID.NotFound',
    message:
      "ec2:GetConsoleOutput for i-0123456789abcdef0 failed: The instance ID 'i-0123456789abcdef0' does not exist (InvalidInstanceID.NotFound)",
  });
});
