import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { leftLab } from '../../lab/aws/left-lab.js';
import { failureOf, openLab, ownName } from './opened-aws.js';

function open() {
  const opened = openLab();
  return { ...opened, left: leftLab(opened.lab) };
}

const idOf = ({ id }: { readonly id: string }) => id;

describe('volumes', () => {
  test('are told, and found by their ids, tags and instances', async () => {
    const { aws, lab, left } = open();
    const instanceId = await lab.runInstance();
    const tags = { Team: ownName('team'), env: 'dev' };
    const [attached, free] = await Promise.all([
      left.createVolume({ sizeGib: 20, type: 'gp3', instanceId, tags }),
      left.createVolume({ tags: { ...tags, env: 'prod' } }),
    ]);
    expect(await aws.billed.volumes({ tags })).toMatchObject([
      { id: attached, sizeGib: 20, type: 'gp3', state: 'in-use', instanceIds: [instanceId] },
    ]);
    const [other] = await aws.billed.volumes({ ids: [free, 'vol-0123456789abcdef0'] });
    expect(other).toMatchObject({ id: free, state: 'available', instanceIds: [] });
    expect(other?.createdAt).toBeTypeOf('number');
    const [instance] = await aws.ec2.describeInstances({ ids: [instanceId] });
    expect(instance?.volumeIds).toContain(attached);
    const atInstance = await aws.billed.volumes({ instanceIds: [instanceId] });
    expect(atInstance.map(idOf).sort()).toEqual([...(instance?.volumeIds ?? [])].sort());
    expect((await aws.billed.volumes('all')).map(idOf)).toEqual(expect.arrayContaining([attached, free]));
  });

  test('are deleted, and told when they are not there', async () => {
    const { aws, left } = open();
    const id = await left.createVolume();
    await aws.billed.deleteVolume(id);
    expect(await aws.billed.volumes({ ids: [id] })).toEqual([]);
    expect(await failureOf(aws.billed.deleteVolume(id))).toBeInstanceOf(AwsNotFoundError);
  });
});

test('snapshots of this account are told, found and deleted', async () => {
  const { aws, left } = open();
  const Team = ownName('team');
  const volumeId = await left.createVolume({ sizeGib: 20 });
  const id = await left.createSnapshot({ volumeId, description: 'before the move', tags: { Team } });
  const snapshot = { id, sizeGib: 20, volumeId, description: 'before the move' };
  expect(await aws.billed.snapshots({ tags: { Team } })).toMatchObject([snapshot]);
  expect(await aws.billed.snapshots({ ids: [id] })).toMatchObject([snapshot]);
  expect((await aws.billed.snapshots('all')).map(idOf)).toContain(id);
  await aws.billed.deleteSnapshot(id);
  expect(await aws.billed.snapshots({ ids: [id] })).toEqual([]);
});

test('addresses are told, found and released', async () => {
  const { aws, lab, left } = open();
  const Team = ownName('team');
  const instanceId = await lab.runInstance();
  const used = await left.createAddress({ address: '203.0.113.21', instanceId });
  const free = await left.createAddress({ address: '203.0.113.22', tags: { Team } });
  expect(await aws.billed.addresses({ instanceIds: [instanceId] })).toMatchObject([
    { allocationId: used, address: '203.0.113.21', instanceId },
  ]);
  expect(await aws.billed.addresses({ tags: { Team } })).toMatchObject([
    { allocationId: free, address: '203.0.113.22', instanceId: undefined },
  ]);
  await aws.billed.releaseAddress(free);
  expect(await aws.billed.addresses({ ids: [used, free] })).toMatchObject([{ allocationId: used }]);
});

test('what a VPC costs is told, of it alone', async () => {
  const { aws, lab, left } = open();
  const [own, other] = await Promise.all([lab.createVpc(), lab.createVpc()]);
  const tags = { Team: 'web' };
  const [nat, endpoint, arn] = await Promise.all(
    [own, other].map(async ({ vpcId, subnetId }, at) => {
      const allocationId = await left.createAddress({ address: `203.0.113.3${at}` });
      const name = ownName('web');
      return {
        nat: await left.createNatGateway({ subnetId, allocationId, tags }),
        endpoint: await left.createVpcEndpoint({ vpcId, subnetIds: [subnetId], tags }),
        arn: await left.createLoadBalancer({ name, subnetIds: [subnetId], type: 'network', tags }),
      };
    }),
  ).then(([first]) => [first?.nat, first?.endpoint, first?.arn]);
  const { vpcId } = own;
  const withTags = { vpcId, tags: new Map(Object.entries(tags)) };
  expect(await aws.billed.natGateways([vpcId])).toEqual([{ id: nat, state: 'available', ...withTags }]);
  expect(await aws.billed.vpcEndpoints([vpcId])).toEqual([
    { id: endpoint, type: 'Interface', networkInterfaces: 1, ...withTags },
  ]);
  expect(await aws.billed.loadBalancers([vpcId])).toEqual([
    { arn, name: expect.stringMatching(/^web-/), type: 'network', ...withTags },
  ]);
});

test('log groups are told by how they begin, and deleted', async () => {
  const { aws, left } = open();
  const prefix = `/aws/${ownName('dev')}`;
  const names = Array.from({ length: 60 }, (_, at) => `${prefix}/${String(at).padStart(2, '0')}`);
  const [first = '', second = ''] = names;
  const arn = await left.createLogGroup({
    ...{ name: first, storedBytes: 1_024, retentionDays: 7, tags: { Team: 'web' } },
  });
  await Promise.all(names.slice(1).map((name) => left.createLogGroup({ name })));
  const groups = await aws.billed.logGroups(`${prefix}/`);
  expect(groups.map(({ name }) => name)).toEqual(names);
  expect(groups[0]).toEqual({
    ...{ name: first, arn: arn.replace(/:\*$/, ''), storedBytes: 1_024, retentionDays: 7 },
    createdAt: expect.any(Number),
    tags: new Map([['Team', 'web']]),
  });
  expect(groups[1]).toMatchObject({ name: second, retentionDays: undefined, tags: new Map() });
  await aws.billed.deleteLogGroup(second);
  expect(await aws.billed.logGroups(second)).toEqual([]);
  expect(await failureOf(aws.billed.deleteLogGroup(second))).toBeInstanceOf(AwsNotFoundError);
});
