import { expect, test } from 'vitest';
import { networkLab } from '../../lab/aws/network-lab.js';
import { openLab } from './opened-aws.js';

test('a security group is read with its rules', async () => {
  const { aws, lab } = openLab();
  const network = networkLab(lab);
  const clients = await network.createSecurityGroup();
  const id = await network.createSecurityGroup({
    inbound: [
      { ports: 9098, peer: { groupId: clients } },
      { ports: [9092, 9096], peer: { block: '10.0.0.0/16' } },
      { protocol: '-1', peer: { block: '2001:db8::/32' } },
    ],
  });
  const [group, ...others] = await aws.network.securityGroups([id, 'sg-0123456789abcdef0']);
  expect(others).toEqual([]);
  expect(group?.id).toBe(id);
  expect(group?.inbound).toHaveLength(3);
  expect(group?.inbound).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ ports: { from: 9098, to: 9098 }, groupIds: [clients], blocks: [] }),
      expect.objectContaining({ ports: { from: 9092, to: 9096 }, blocks: ['10.0.0.0/16'] }),
      expect.objectContaining({ protocol: '-1', ports: undefined, blocks: ['2001:db8::/32'] }),
    ]),
  );
  expect(group?.outbound).toMatchObject([{ protocol: '-1', ports: undefined, blocks: ['0.0.0.0/0'] }]);
});

test('a port is opened for a group and for a block, and nothing happens the second time', async () => {
  const { aws, lab } = openLab();
  const network = networkLab(lab);
  const [groupId, clients] = await Promise.all([
    network.createSecurityGroup(),
    network.createSecurityGroup(),
  ]);
  for (const source of [{ groupId: clients }, { block: '10.1.0.0/16' }, { groupId: clients }])
    await aws.network.authorizeIngress({ groupId, port: 9098, source, description: 'exops doctor' });
  const [group] = await aws.network.securityGroups([groupId]);
  const opened = group?.inbound.filter(({ ports }) => ports?.from === 9098) ?? [];
  expect(opened.flatMap(({ groupIds }) => groupIds)).toEqual([clients]);
  expect(opened.flatMap(({ blocks }) => blocks)).toEqual(['10.1.0.0/16']);
});

test('network interfaces are found by id, address and instance', async () => {
  const { aws, lab } = openLab();
  const network = networkLab(lab);
  const { vpcId, subnetId } = await lab.createVpc();
  const groupId = await network.createSecurityGroup({ vpcId });
  const id = await network.createNetworkInterface({ subnetId, securityGroupIds: [groupId] });
  const [byId] = await aws.network.networkInterfaces({ ids: [id] });
  expect(byId).toMatchObject({ id, vpcId, subnetId, instanceId: undefined, securityGroupIds: [groupId] });
  const address = byId?.privateAddress ?? expect.unreachable();
  expect(await aws.network.networkInterfaces({ privateAddresses: [address], vpcId })).toEqual([byId]);
  const other = { privateAddresses: [address], vpcId: 'vpc-0123456789abcdef0' };
  expect(await aws.network.networkInterfaces(other)).toEqual([]);

  const instanceId = await lab.runInstance({ subnetId, securityGroupIds: [groupId] });
  const [instance] = await aws.ec2.describeInstances({ ids: [instanceId] });
  expect(instance?.securityGroupIds).toEqual([groupId]);
  expect(await aws.network.networkInterfaces({ instanceIds: [instanceId] })).toMatchObject([
    { instanceId, securityGroupIds: [groupId], privateAddress: instance?.privateAddress },
  ]);
});
