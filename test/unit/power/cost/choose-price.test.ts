import { describe, expect, test } from 'vitest';
import { choosePrice } from '../../../../src/lib/power/cost/choose-price.js';
import {
  databaseStoragePrice,
  eksClusterPrice,
  loadBalancerPrice,
  machinePrice,
  natGatewayPrice,
  type PriceKey,
  publicAddressPrice,
  volumePrice,
  vpcEndpointPrice,
} from '../../../../src/lib/power/cost/price-key.js';
import {
  cachePrice,
  mskBrokerPrice,
  mskServerlessPrice,
  mskStoragePrice,
  serverlessCachePrice,
} from '../../../../src/lib/power/cost/unstoppable-prices.js';
import { price } from '../status/builders.js';

const large = { service: 'ec2', type: 't3.large', isSpot: false } as const;
const mysql = { service: 'rds', type: 'db.t3.medium', isSpot: false, engine: 'mysql' } as const;

test.each<[PriceKey, string, string, string]>([
  [machinePrice(large), 'Hrs', 'APN2-BoxUsage:t3.large', 'APN2-UnusedBox:t3.large'],
  [machinePrice(large), 'Hrs', 'BoxUsage:t3.large', 'APN2-DedicatedUsage:t3.large'],
  [
    machinePrice(mysql),
    'Hrs',
    'APN2-InstanceUsage:db.t3.medium',
    'APN2-InstanceUsageIOOptimized:db.t3.medium',
  ],
  [machinePrice({ ...mysql, isMultiAz: true }), 'Hrs', 'APN2-Multi-AZUsage:db.t3.medium', 'APN2-RDS:Mirror'],
  [volumePrice('gp3'), 'GB-Mo', 'APN2-EBS:VolumeUsage.gp3', 'APN2-EBS:VolumeP-IOPS.gp3'],
  [volumePrice('standard'), 'GB-Mo', 'EBS:VolumeUsage', 'EBS:VolumeIOUsage'],
  [databaseStoragePrice('gp3', false), 'GB-Mo', 'APN2-RDS:GP3-Storage', 'APN2-RDS:GP3-PIOPS'],
  [databaseStoragePrice('gp2', true), 'GB-Mo', 'RDS:Multi-AZ-GP2-Storage', 'Aurora:StorageUsage'],
  [eksClusterPrice, 'hours', 'APN2-AmazonEKS-Hours:perCluster', 'APN2-AmazonEKS-Hours:extendedSupport'],
  [natGatewayPrice, 'Hrs', 'NatGateway-Hours', 'RegionalNatGateway-Hours'],
  [natGatewayPrice, 'Hrs', 'EU-NatGateway-Hours', 'EU-NatGateway-Bytes'],
  [publicAddressPrice, 'Hrs', 'USE1-PublicIPv4:InUseAddress', 'USE1-PublicIPv4:ContiguousBlock'],
  [vpcEndpointPrice, 'Hrs', 'APN2-VpcEndpoint-Hours', 'APN2-VpcEndpoint-Bytes'],
  [loadBalancerPrice('application'), 'Hrs', 'APN2-LoadBalancerUsage', 'APN2-TS-LoadBalancerUsage'],
  [loadBalancerPrice('network'), 'Hrs', 'LoadBalancerUsage', 'TS-LoadBalancerUsage'],
  [mskBrokerPrice('kafka.m5.large'), 'hours', 'APN2-Kafka.m5.large', 'APN2-Express.m5.large'],
  [mskBrokerPrice('kafka.m5.large'), 'hours', 'Kafka.m5.large', 'APN2-Kafka.m5.large2'],
  [mskBrokerPrice('express.m7g.large'), 'hours', 'APN2-Express.m7g.large', 'APN2-Kafka.m7g.large'],
  [mskStoragePrice, 'GB-Mo', 'APN2-Kafka.Storage.GP2', 'APN2-Kafka.Storage.Tiered'],
  [mskServerlessPrice, 'Hours', 'APN2-KafkaServerless-ClusterHours', 'APN2-KafkaServerless-PartitionHours'],
  [
    cachePrice('cache.t4g.micro', 'redis'),
    'Hrs',
    'APN2-NodeUsage:cache.t4g.micro',
    'APN2-ExtendedSupport-Yr1-2-NodeUsage:cache.t4g.micro',
  ],
])('%#: of the products with the same attributes, by the usage type', (key, unit, right, wrong) => {
  expect(choosePrice(key, [price(0.9, wrong, unit), price(0.1, right, unit)])).toBe(0.1);
  expect(choosePrice(key, [price(0.9, wrong, unit)])).toBeUndefined();
});

describe('what is not the price', () => {
  const right = 'APN2-BoxUsage:t3.large';
  const key = machinePrice(large);

  test.each([
    ['another unit', price(0.1, right, 'GB-Mo')],
    ['free', price(0, right)],
    ['without a usage type', { usd: 0.1, unit: 'Hrs', usageType: undefined }],
  ])('%s', (_, one) => {
    expect(choosePrice(key, [one])).toBeUndefined();
  });

  test('two that differ: nobody knows which one is billed', () => {
    expect(choosePrice(key, [price(0.1, right), price(0.2, right)])).toBeUndefined();
    expect(choosePrice(key, [price(0.1, right), price(0.1, right)])).toBe(0.1);
  });
});

test('what the list is not asked for', () => {
  const keys = [
    machinePrice({ ...mysql, engine: 'sqlserver-se' }),
    machinePrice({ service: 'fargate', type: 'task', isSpot: false }),
    mskBrokerPrice('kafka.*'),
    mskBrokerPrice(undefined),
    cachePrice('cache.t4g.micro', 'new engine'),
    serverlessCachePrice,
    loadBalancerPrice('new kind'),
    databaseStoragePrice('new kind', false),
  ];
  expect(keys.map(({ query }) => query)).toEqual(keys.map(() => undefined));
});

test('prices that can differ have ids that differ', () => {
  const keys = [
    machinePrice(mysql),
    machinePrice({ ...mysql, engine: 'postgres' }),
    machinePrice({ ...mysql, isMultiAz: true }),
    databaseStoragePrice('gp3', false),
    databaseStoragePrice('gp3', true),
    loadBalancerPrice('application'),
    loadBalancerPrice('network'),
    cachePrice('cache.t4g.micro', 'redis'),
    cachePrice('cache.t4g.micro', 'valkey'),
  ];
  expect(new Set(keys.map(({ id }) => id)).size).toBe(keys.length);
  expect(new Set(keys.map(({ name }) => name))).toEqual(
    new Set(['rds db.t3.medium', 'rds gp3 GiB-month', 'load balancer', 'elasticache cache.t4g.micro']),
  );
});
