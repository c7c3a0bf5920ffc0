import { describe, expect, test } from 'vitest';
import type { Billable } from '../../../../src/lib/power/cost/billable.js';
import { billables } from '../../../../src/lib/power/cost/billables.js';
import { nothingStays, type Stays } from '../../../../src/lib/power/cost/stays.js';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import { cacheNode, large, mskCluster, record, sleeper } from '../status/builders.js';

/** resource, kind, price, units awake, units asleep */
function lines(items: readonly Billable[]): unknown[] {
  return items.map(({ kind, price, awake, asleep }) => [kind, price.name, awake, asleep]);
}

function of(one: Sleeper, stays: Partial<Stays> = {}, isLeftAlone = false): unknown[] {
  return lines(billables([{ sleeper: one, isLeftAlone }], { ...nothingStays, ...stays }));
}

const id = 'i-0123456789abcdef0';
const elastic = { allocationId: 'eipalloc-1', address: '3.35.1.2', instanceId: id } as const;
const address = { ...elastic, networkInterfaceId: undefined, tags: new Map<string, string>() };
const group = { kind: 'nodegroup', name: 'spot', machines: [large] } as const;

describe('machines', () => {
  test('an instance is one while it is awake', () => {
    expect(of(sleeper({ machines: [large] }))).toEqual([['machine', 'ec2 t3.large', 1, 0]]);
  });

  test('a group has as many as it wants', () => {
    expect(of(sleeper({ ...group, size: { desired: 3 } }))).toEqual([['machine', 'ec2 t3.large', 3, 0]]);
  });

  test('a group that sleeps has as many as its record says', () => {
    const one = { ...group, state: 'asleep', size: { desired: 0 }, record: record({ desired: 2 }) } as const;
    expect(of(sleeper(one))).toEqual([['machine', 'ec2 t3.large', 2, 0]]);
  });

  test.each([undefined, 'v=2 nonsense'])(
    'without a record that can be read nobody knows how many: %s',
    (text) => {
      const one = { ...group, state: 'asleep', size: { desired: 0 }, record: text } as const;
      expect(of(sleeper(one))).toEqual([['machine', 'ec2 t3.large', undefined, 0]]);
    },
  );

  test('a group that is empty does not tell what its machines are', () => {
    const one = { ...group, machines: [], state: 'asleep', size: { desired: 0 } } as const;
    expect(of(sleeper({ ...one, record: record({ desired: 2 }) }))).toEqual([
      ['machine', 'machine of unknown type', undefined, 0],
    ]);
  });

  test.each(['workload', 'ecs'] as const)('%s: runs on machines of others', (kind) => {
    expect(of(sleeper({ kind, name: 'api', size: { desired: 2 } }))).toEqual([]);
  });

  test('of a cluster: those of a like are counted together', () => {
    const member = { service: 'rds', type: 'db.r6g.large', isSpot: false, engine: 'aurora-mysql' } as const;
    const one = sleeper({
      kind: 'rds-cluster',
      machines: [member, { ...member, type: 'db.t3.medium' }, member],
    });
    expect(of(one)).toEqual([
      ['machine', 'rds db.r6g.large', 2, 0],
      ['machine', 'rds db.t3.medium', 1, 0],
      ['database storage', 'rds aurora GiB-month', undefined, undefined],
    ]);
  });

  test('what is left alone stays as it is', () => {
    expect(of(sleeper({ machines: [large] }), {}, true)).toEqual([['machine', 'ec2 t3.large', 1, 1]]);
    expect(of(sleeper({ ...group, size: { desired: 3 } }), {}, true)).toEqual([
      ['machine', 'ec2 t3.large', 3, 3],
    ]);
    expect(of(sleeper({ machines: [large], state: 'asleep' }), {}, true)).toEqual([
      ['machine', 'ec2 t3.large', 0, 0],
    ]);
  });
});

describe('addresses', () => {
  test('an Elastic IP is billed at a stopped instance, too', () => {
    const one = sleeper({ state: 'asleep', machines: [large] });
    expect(of(one, { addresses: [address] })).toEqual([
      ['machine', 'ec2 t3.large', 1, 0],
      ['Elastic IP', 'public ipv4', 1, 1],
    ]);
  });

  test('one that AWS gave goes when the instance stops', () => {
    const addresses = ['10.0.11.8', 'ip-10-0-11-8.ec2.internal', '3.36.7.7', '2406:da12::1'];
    expect(of(sleeper({ machines: [large], addresses }), { addresses: [address] })).toEqual([
      ['machine', 'ec2 t3.large', 1, 0],
      ['Elastic IP', 'public ipv4', 1, 1],
      ['public address', 'public ipv4', 1, 0],
    ]);
  });

  test('an Elastic IP is not counted again as the address that it is', () => {
    const one = sleeper({ machines: [large], addresses: ['10.0.11.8', '3.35.1.2'] });
    expect(of(one, { addresses: [address] })).toHaveLength(2);
  });

  test('which of both it is is not guessed where Elastic IPs may not be read', () => {
    const one = sleeper({ machines: [large], addresses: ['3.36.7.7'] });
    expect(of(one, { addresses: undefined })).toEqual([['machine', 'ec2 t3.large', 1, 0]]);
  });

  test('those of other instances are not ours', () => {
    const other = { ...address, instanceId: 'i-other' };
    expect(of(sleeper({ machines: [large] }), { addresses: [other] })).toHaveLength(1);
  });
});

describe('storage', () => {
  const volume = {
    iops: undefined,
    state: 'in-use',
    instanceIds: [id],
    createdAt: undefined,
    tags: new Map(),
  };

  test("an instance's volumes, by type", () => {
    const volumes = [
      { ...volume, id: 'vol-1', sizeGib: 50, type: 'gp3' },
      { ...volume, id: 'vol-2', sizeGib: 30, type: 'gp3' },
      { ...volume, id: 'vol-3', sizeGib: 500, type: 'st1' },
      { ...volume, id: 'vol-9', sizeGib: 1, type: 'gp3' },
    ];
    const one = sleeper({ machines: [large], volumeIds: ['vol-1', 'vol-2', 'vol-3'] });
    expect(of(one, { volumes }).slice(1)).toEqual([
      ['volume', 'gp3 GiB-month', 80, 80],
      ['volume', 'st1 GiB-month', 500, 500],
    ]);
  });

  test.each([
    [false, 'rds gp3 GiB-month', 1],
    [true, 'rds gp3 GiB-month multi-az', 2],
  ])("a database's, in two zones (%s) twice", (isMultiAz, priceId, times) => {
    const machine = {
      service: 'rds',
      type: 'db.t3.medium',
      isSpot: false,
      engine: 'mysql',
      isMultiAz,
    } as const;
    const one = sleeper({
      kind: 'rds',
      state: 'asleep',
      machines: [machine],
      storage: { gib: 20, type: 'gp3' },
    });
    const items = billables([{ sleeper: one, isLeftAlone: false }], nothingStays);
    expect(lines(items)).toEqual([
      ['machine', 'rds db.t3.medium', 1, 0],
      ['database storage', 'rds gp3 GiB-month', 20, 20],
    ]);
    expect(items.map(({ price }) => price.times)).toEqual([times, times]);
    expect(items[1]?.price.id).toBe(priceId);
  });
});

test('what stays beside the list; a gateway endpoint costs nothing', () => {
  const tags = new Map<string, string>();
  const items = billables([], {
    ...nothingStays,
    eksClusters: ['exchange-dev'],
    natGateways: [{ id: 'nat-1', state: 'available', vpcId: 'vpc-1', tags }],
    loadBalancers: [{ name: 'web', arn: 'arn', type: 'network', vpcId: 'vpc-1', tags }],
    vpcEndpoints: [
      { id: 'vpce-1', vpcId: 'vpc-1', type: 'Interface', networkInterfaces: 3, tags },
      { id: 'vpce-2', vpcId: 'vpc-1', type: 'Gateway', networkInterfaces: 0, tags },
    ],
    mskBrokers: { hosts: ['b-1', 'b-2', 'b-3'], type: 'kafka.t3.small' },
  });
  expect(lines(items)).toEqual([
    ['EKS control plane', 'eks cluster', 1, 1],
    ['NAT gateway', 'nat gateway', 1, 1],
    ['load balancer', 'load balancer', 1, 1],
    ['VPC endpoint', 'vpc endpoint', 3, 3],
    ['MSK broker', 'msk kafka.t3.small', 3, 3],
  ]);
  expect(items.map(({ resource }) => resource)).toEqual([
    'eks cluster exchange-dev',
    'nat gateway nat-1',
    'load balancer web',
    'vpc endpoint vpce-1',
    'msk',
  ]);
});

test('Kafka and caches, which nothing stops', () => {
  const items = billables([], {
    ...nothingStays,
    mskClusters: [
      mskCluster(),
      mskCluster({ name: 'fast', instanceType: 'express.m7g.large', storageGib: undefined }),
      mskCluster({ name: 'strange', brokerCount: undefined, instanceType: undefined }),
      mskCluster({ name: 'free', kind: 'serverless', brokerCount: undefined, storageGib: undefined }),
    ],
    caches: [cacheNode({ nodes: 2 }), cacheNode({ name: 'free', nodeType: undefined, nodes: 0 })],
  });
  expect(
    items.map(({ resource, kind, price, awake, asleep }) => [resource, kind, price.name, awake, asleep]),
  ).toEqual([
    ['msk liquibook-msk', 'MSK broker', 'msk kafka.m5.large', 3, 3],
    ['msk liquibook-msk', 'MSK storage', 'msk GiB-month', 300, 300],
    ['msk fast', 'MSK broker', 'msk express.m7g.large', 3, 3],
    ['msk strange', 'MSK broker', 'msk broker', undefined, undefined],
    ['msk strange', 'MSK storage', 'msk GiB-month', undefined, undefined],
    ['msk free', 'MSK Serverless', 'msk serverless', 1, 1],
    ['elasticache exchange-dev-redis', 'ElastiCache node', 'elasticache cache.t4g.micro', 2, 2],
    ['elasticache free', 'ElastiCache Serverless', 'elasticache serverless', undefined, undefined],
  ]);
});
