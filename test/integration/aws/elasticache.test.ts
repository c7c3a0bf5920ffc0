import { expect, test } from 'vitest';
import { cacheLab } from '../../lab/aws/cache-lab.js';
import { roundTrips } from '../../lab/aws/calls.js';
import { accessDenied } from '../../lab/aws/usual-faults.js';
import { failureOf, openLab, ownName } from './opened-aws.js';

function open() {
  const opened = openLab();
  return { ...opened, caches: cacheLab(opened.lab) };
}

const arn = (rest: string) => `arn:aws:elasticache:ap-northeast-2:123456789012:${rest}`;

test('clusters, replication groups and serverless caches, with where they are', async () => {
  const { aws, lab, caches } = open();
  const [redis, group, mem, free] = ['redis', 'shop', 'mem', 'free'].map(ownName);
  const { vpcId, subnetId } = await lab.createVpc();
  const place = { subnetIds: [subnetId], securityGroupIds: ['sg-1'] };
  await caches.createCache({ name: `${redis}`, ...place });
  for (const member of ['001', '002'])
    await caches.createCache({
      ...{ name: `${group}-${member}`, group: `${group}`, engine: 'valkey', nodeType: 'cache.r7g.large' },
      ...place,
    });
  await caches.createCache({ name: `${mem}`, engine: 'memcached', nodes: 3, status: 'modifying', ...place });
  await caches.createServerless({ name: `${free}`, ...place });
  const own = new Set([redis, group, mem, free]);
  const found = (await aws.elastiCache.caches()).filter(({ name }) => own.has(name));
  const where = { vpcId, ...place };
  expect(found).toEqual([
    {
      ...{ name: redis, arn: arn(`cluster:${redis}`), engine: 'redis', state: 'available' },
      ...{ nodeType: 'cache.t4g.micro', nodes: 1, ...where },
      endpoint: { host: `${redis}.0001.a1b2c3.apn2.cache.amazonaws.com`, port: 6379 },
    },
    {
      ...{ name: group, arn: arn(`replicationgroup:${group}`), engine: 'valkey', state: 'available' },
      ...{ nodeType: 'cache.r7g.large', nodes: 2, ...where },
      endpoint: { host: `${group}-001.0001.a1b2c3.apn2.cache.amazonaws.com`, port: 6379 },
    },
    {
      ...{ name: mem, arn: arn(`cluster:${mem}`), engine: 'memcached', state: 'modifying' },
      ...{ nodeType: 'cache.t4g.micro', nodes: 3, ...where },
      endpoint: { host: `${mem}.cfg.a1b2c3.apn2.cache.amazonaws.com`, port: 11211 },
    },
    {
      ...{ name: free, arn: arn(`serverlesscache:${free}`), engine: 'valkey', state: 'available' },
      ...{ nodeType: undefined, nodes: 0, ...where, vpcId: undefined },
      endpoint: { host: `${free}-a1b2c3.apn2.cache.amazonaws.com`, port: 6379 },
    },
  ]);
  expect((await aws.billed.subnets()).get(subnetId)).toBe(vpcId);
});

test('more than a page of them, all three lists at once', async () => {
  const { aws, lab, caches } = open();
  const { subnetId } = await lab.createVpc();
  const names = Array.from({ length: 120 }, () => ownName('many'));
  await Promise.all(names.map((name) => caches.createCache({ name, subnetIds: [subnetId] })));
  const serverless = Array.from({ length: 60 }, () => ownName('few'));
  await Promise.all(serverless.map((name) => caches.createServerless({ name, subnetIds: [subnetId] })));
  await lab.fault({ service: 'elasticache', delayMs: 100 });
  const found = new Set((await aws.elastiCache.caches()).map(({ name }) => name));
  expect([...names, ...serverless].filter((name) => !found.has(name))).toEqual([]);
  const calls = await lab.calls();
  const counts = (action: string) => calls.filter((call) => call.action === action).length;
  expect(counts('DescribeCacheClusters')).toBeGreaterThan(1);
  expect(counts('DescribeServerlessCaches')).toBeGreaterThan(1);
  expect(roundTrips(calls)).toBeLessThan(calls.length);
});

test('a right that is missing is named', async () => {
  const { aws, lab } = open();
  await lab.fault(accessDenied('elasticache', 'DescribeServerlessCaches'));
  expect(await failureOf(aws.elastiCache.caches())).toMatchObject({
    right: { action: 'elasticache:DescribeServerlessCaches' },
  });
});
