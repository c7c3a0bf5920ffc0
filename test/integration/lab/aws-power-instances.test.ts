import { EC2 } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import { leftLab } from '../../lab/aws/left-lab.js';
import { insufficientCapacity } from '../../lab/aws/usual-faults.js';
import { eventually, refusal, sdkLab } from './aws-sdk.js';

const open = () => {
  const { settings, lab, power } = sdkLab();
  const ec2 = new EC2(settings);
  const instance = async (id: string) =>
    (await ec2.describeInstances({ InstanceIds: [id] })).Reservations?.[0]?.Instances?.[0];
  const start = (id: string) => ec2.startInstances({ InstanceIds: [id] });
  const stop = (...ids: string[]) => ec2.stopInstances({ InstanceIds: ids });
  return { lab, power, ec2, instance, start, stop };
};

test('a start without the right to use the volume key is accepted, and comes to nothing', async () => {
  const { lab, power, instance, start, stop } = open();
  const id = await lab.runInstance({ transitionSeconds: 0 });
  await stop(id);
  await power.instances.failNextStart(id);
  expect((await start(id)).StartingInstances?.[0]?.CurrentState?.Name).toBe('pending');
  expect(await instance(id)).toMatchObject({
    State: { Name: 'stopped' },
    StateReason: {
      Code: 'Client.InternalError',
      Message: 'Client.InternalError: Client error on launch',
    },
    StateTransitionReason: 'Server.InternalError',
  });
  await start(id);
  expect(await instance(id)).toMatchObject({ State: { Name: 'running' } });
  expect((await instance(id))?.StateReason).toBeUndefined();
});

test('such a start is pending for a while first, without a reason', async () => {
  const { lab, power, instance, start, stop } = open();
  const id = await lab.runInstance({ transitionSeconds: 0.3 });
  await lab.setInstanceState(id, { state: 'running' });
  await stop(id);
  await lab.setInstanceState(id, { state: 'stopped' });
  await power.instances.failNextStart(id);
  await start(id);
  const pending = await instance(id);
  expect(pending?.State?.Name).toBe('pending');
  expect(pending?.StateReason).toBeUndefined();
  await eventually(async () => ((await instance(id))?.State?.Name === 'stopped' ? true : undefined));
  expect((await instance(id))?.StateReason?.Code).toBe('Client.InternalError');
});

test('there may be no machine for it', async () => {
  const { lab, instance, start, stop } = open();
  const id = await lab.runInstance();
  await stop(id);
  await lab.fault({ ...insufficientCapacity(id), times: 1 });
  expect((await refusal(start(id)))[0]).toBe('InsufficientInstanceCapacity');
  expect((await instance(id))?.State?.Name).toBe('stopped');
  await start(id);
  expect((await instance(id))?.State?.Name).toBe('running');
});

test('some are not stopped, and nothing of what is asked for with them', async () => {
  const { lab, instance, stop } = open();
  const [fine, kept, store, once, persistent] = await Promise.all([
    lab.runInstance(),
    lab.runInstance({ disableApiStop: true }),
    lab.runInstance({ rootDeviceType: 'instance-store' }),
    lab.runInstance({ spot: 'one-time' }),
    lab.runInstance({ spot: 'persistent' }),
  ]);
  expect(await refusal(stop(fine, kept))).toEqual([
    'OperationNotPermitted',
    `The instance '${kept}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.`,
  ]);
  expect(await refusal(stop(fine, store))).toEqual([
    'UnsupportedOperation',
    `The instance '${store}' does not have an 'ebs' root device type and cannot be stopped.`,
  ]);
  expect(await refusal(stop(fine, once))).toEqual([
    'UnsupportedOperation',
    `You can't stop the Spot Instance '${once}' because it is associated with a one-time Spot Instance request. ` +
      'You can only stop Spot Instances associated with persistent Spot Instance requests.',
  ]);
  expect((await instance(fine))?.State?.Name).toBe('running');
  await stop(fine, persistent);
  expect((await instance(persistent))?.State?.Name).toBe('stopped');
});

test('Spot requests say whether they end with their instance', async () => {
  const { lab, instance, ec2 } = open();
  const once = await lab.runInstance({ spot: 'one-time' });
  const persistent = await lab.runInstance({ spot: 'persistent' });
  const requests = await Promise.all(
    [once, persistent].map(async (id) => (await instance(id))?.SpotInstanceRequestId ?? ''),
  );
  expect(await instance(once)).toMatchObject({ InstanceLifecycle: 'spot' });
  const { SpotInstanceRequests = [] } = await ec2.describeSpotInstanceRequests({
    SpotInstanceRequestIds: requests,
  });
  const kinds = SpotInstanceRequests.map(({ SpotInstanceRequestId = '', Type, InstanceId }) => [
    ...[SpotInstanceRequestId, Type, InstanceId],
  ]);
  expect(kinds).toEqual(
    expect.arrayContaining([
      [requests[0], 'one-time', once],
      [requests[1], 'persistent', persistent],
    ]),
  );
  expect((await instance(await lab.runInstance()))?.SpotInstanceRequestId).toBeUndefined();
});

test('an address of its own is given up and another one comes, an Elastic IP stays', async () => {
  const { lab, instance, start, stop } = open();
  const auto = await lab.runInstance({ publicAddress: ['198.51.100.21', '198.51.100.22'] });
  const elastic = await lab.runInstance({ publicAddress: '198.51.100.23' });
  await leftLab(lab).createAddress({ address: '203.0.113.9', instanceId: elastic });
  const seen = async (id: string) => {
    const { PublicIpAddress, NetworkInterfaces } = (await instance(id)) ?? {};
    return [PublicIpAddress, NetworkInterfaces?.[0]?.Association?.IpOwnerId];
  };
  expect(await seen(auto)).toEqual(['198.51.100.21', 'amazon']);
  expect(await seen(elastic)).toEqual(['203.0.113.9', '123456789012']);
  await stop(auto, elastic);
  expect(await seen(auto)).toEqual([undefined, undefined]);
  expect(await seen(elastic)).toEqual(['203.0.113.9', '123456789012']);
  await start(auto);
  expect(await seen(auto)).toEqual(['198.51.100.22', 'amazon']);
});

test('they are of a type and have volumes, and were launched when they were started', async () => {
  const { lab, instance, start, stop } = open();
  const volumes = [
    { sizeGib: 30, type: 'gp3' },
    { sizeGib: 100, type: 'gp3' },
  ];
  const id = await lab.runInstance({ instanceType: 'm5d.large', volumes });
  const before = await instance(id);
  expect(before).toMatchObject({ InstanceType: 'm5d.large', RootDeviceType: 'ebs' });
  expect(
    before?.BlockDeviceMappings?.map(({ DeviceName, Ebs }) => [DeviceName, typeof Ebs?.VolumeId]),
  ).toEqual([
    ['/dev/sda1', 'string'],
    ['/dev/sdb', 'string'],
  ]);
  await stop(id);
  await start(id);
  expect((await instance(id))?.LaunchTime?.getTime()).toBeGreaterThanOrEqual(
    before?.LaunchTime?.getTime() ?? Number.POSITIVE_INFINITY,
  );
  const store = await instance(await lab.runInstance({ rootDeviceType: 'instance-store' }));
  expect(store).toMatchObject({ RootDeviceType: 'instance-store', BlockDeviceMappings: [] });
});

test('types say whether they have disks of the machine', async () => {
  const { InstanceTypes = [] } = await open().ec2.describeInstanceTypes({
    InstanceTypes: ['m5d.large', 't3.large'],
  });
  const stores = InstanceTypes.map((one) => [one.InstanceType, one.InstanceStorageSupported]).sort();
  expect(stores).toEqual([
    ['m5d.large', true],
    ['t3.large', false],
  ]);
});

test('more than a hundred come in one page', async () => {
  const { lab, ec2 } = open();
  const role = `many-${Math.random().toString(36).slice(2)}`;
  await Promise.all(Array.from({ length: 101 }, () => lab.runInstance({ tags: { role } })));
  const { Reservations = [], NextToken } = await ec2.describeInstances({
    Filters: [{ Name: 'tag:role', Values: [role] }],
  });
  expect([Reservations.length, NextToken]).toEqual([101, undefined]);
});
