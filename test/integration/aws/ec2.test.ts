import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { leftLab } from '../../lab/aws/left-lab.js';
import { powerLab } from '../../lab/aws/power-lab.js';
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

  test('tells of an instance what sleep has to know', async () => {
    const { aws, lab } = open();
    const [id, other] = await Promise.all([
      lab.runInstance({
        ...{ instanceType: 't3.large', publicAddress: '203.0.113.11' },
        volumes: [
          { sizeGib: 8, type: 'gp3' },
          { sizeGib: 50, type: 'gp3' },
        ],
      }),
      lab.runInstance({ rootDeviceType: 'instance-store', spot: 'persistent' }),
    ]);
    const found = await aws.ec2.describeInstances({ ids: [id, other] });
    const [instance, onSpot] = [id, other].map((wanted) => found.find((one) => one.id === wanted));
    expect(instance).toMatchObject({
      ...{ instanceType: 't3.large', spotRequest: undefined },
      ...{ hasInstanceStoreRoot: false, hasElasticAddress: false },
      volumeIds: Array(2).fill(expect.stringMatching(/^vol-/)),
    });
    expect(new Date(instance?.launchedAt ?? Number.NaN).getTime()).toBeGreaterThan(Date.UTC(2020));
    expect(onSpot).toMatchObject({
      spotRequest: expect.stringMatching(/^sir-/),
      hasInstanceStoreRoot: true,
    });
  });

  test('tells an Elastic IP from an address that goes with a stop', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ publicAddress: '203.0.113.12' });
    await leftLab(lab).createAddress({ address: '203.0.113.13', instanceId: id });
    const elastic = { publicAddress: '203.0.113.13', hasElasticAddress: true };
    expect(await aws.ec2.describeInstances({ ids: [id] })).toMatchObject([elastic]);
    await lab.stopInstance(id);
    expect(await aws.ec2.describeInstances({ ids: [id] })).toMatchObject([elastic]);
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

test('removeTag removes a tag, and one that is not there', async () => {
  const { aws, lab } = open();
  const id = await lab.runInstance({ tags: { 'exops:sleep': 'v=1', role: 'broker' } });
  for (let times = 0; times < 2; times++) {
    await aws.ec2.removeTag(id, 'exops:sleep');
    expect((await lab.describeInstance(id)).tags).not.toHaveProperty('exops:sleep');
  }
  expect((await lab.describeInstance(id)).tags['role']).toBe('broker');
});

describe('stop and start', () => {
  test('take an instance there and back, however often they are asked', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ transitionSeconds: 0 });
    for (const [act, state] of [
      [aws.ec2.stop, 'stopped'],
      [aws.ec2.start, 'running'],
    ] as const)
      for (let times = 0; times < 2; times++) {
        await act(id);
        expect(await aws.ec2.describeInstances({ ids: [id] })).toMatchObject([{ state }]);
      }
  });

  test('are refused by what forbids them', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ disableApiStop: true });
    expect(await failureOf(aws.ec2.stop(id))).toMatchObject({
      code: 'OperationNotPermitted',
      message: expect.stringMatching(`^ec2:StopInstances for ${id} failed: .*disableApiStop`),
    });
  });

  test('accept what fails later, and say why', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ transitionSeconds: 0 });
    await aws.ec2.stop(id);
    await powerLab(lab).instances.failNextStart(id);
    await aws.ec2.start(id);
    expect(await aws.ec2.describeInstances({ ids: [id] })).toMatchObject([
      { state: 'stopped', stateReason: 'Client.InternalError: Client error on launch' },
    ]);
  });

  test('of what is not there are told', async () => {
    const { aws } = open();
    for (const act of [aws.ec2.stop, aws.ec2.start])
      expect(await failureOf(act('i-0123456789abcdef0'))).toBeInstanceOf(AwsNotFoundError);
  });
});

test('oneTimeSpotRequests tells which requests end with their instance', async () => {
  const { aws, lab, actions } = open();
  const ids = await Promise.all([
    lab.runInstance({ spot: 'one-time' }),
    lab.runInstance({ spot: 'persistent' }),
  ]);
  const instances = await aws.ec2.describeInstances({ ids });
  const requestOf = (wanted: string | undefined) =>
    instances.find(({ id }) => id === wanted)?.spotRequest ?? expect.unreachable();
  const [once, often] = ids.map(requestOf);
  const asked = [once ?? '', often ?? '', 'sir-0123abcd'];
  expect(await aws.ec2.oneTimeSpotRequests(asked)).toEqual(new Set([once]));
  expect(await actions()).toEqual(['DescribeInstances', 'DescribeSpotInstanceRequests']);
});

test('typesWithInstanceStore tells which types have disks of their own', async () => {
  const { aws } = open();
  const types = ['t3.large', 'm5d.large', 'm5.large', 'i3.large', 'none.large'];
  expect(await aws.ec2.typesWithInstanceStore(types)).toEqual(new Set(['m5d.large', 'i3.large']));
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
