import { describe, expect, test } from 'vitest';
import { cacheLab } from '../../lab/aws/cache-lab.js';
import { roundTrips } from '../../lab/aws/calls.js';
import { awsMskLab } from '../../lab/aws/msk-lab.js';
import { powerLab } from '../../lab/aws/power-lab.js';
import { accessDenied, down } from '../../lab/aws/usual-faults.js';
import { folderWith, run } from '../../run.js';
import { openLab, ownName } from '../aws/opened-aws.js';
import { statusEnvironment } from './status-environment.js';

/** An environment with a Kafka of MSK and two caches in its VPC, and others elsewhere. */
async function withKafkaAndCaches(more = '') {
  const here = await statusEnvironment(more);
  const { lab, subnetId } = here;
  const elsewhere = await lab.createVpc();
  const [msk, redis, free] = ['msk', 'redis', 'free'].map(ownName);
  const [caches, clusters] = [cacheLab(lab), awsMskLab(lab)];
  const type = { instanceType: 'kafka.m5.large', storageGib: 100 };
  await clusters.createCluster({ name: `${msk}`, ...type, subnetIds: [subnetId] });
  await clusters.createCluster({ name: ownName('other'), ...type, subnetIds: [elsewhere.subnetId] });
  await caches.createCache({ name: `${redis}`, subnetIds: [subnetId] });
  await caches.createServerless({ name: `${free}`, subnetIds: [subnetId] });
  await caches.createCache({ name: ownName('other'), subnetIds: [elsewhere.subnetId] });
  return { ...here, msk, redis, free };
}

/** 2 × 0.263 an hour, 200 GiB at 0.114 a month, and 0.024 an hour. */
const dollarsADay = '13.95';

describe('MSK and ElastiCache', () => {
  test('go on to cost: said before a sleep, by status and by cost', async () => {
    const { exops, msk, redis, free } = await withKafkaAndCaches();
    const sleep = await exops('dev sleep --dry-run --no-kafka');
    expect(sleep.stdout).toContain(
      `can't be stopped, goes on to cost at least $${dollarsADay} a day: MSK ${msk} (2 × kafka.m5.large), ElastiCache ${redis} (cache.t4g.micro), ElastiCache ${free} (serverless, billed by use)`,
    );
    const status = await exops('dev status');
    expect(status.stdout.split('\n').filter((line) => /^(msk|elasticache)/.test(line))).toEqual([
      `msk ${msk}\tbilled\t\t\t2 × kafka.m5.large: about $12.62 a day`,
      `msk ${msk}\tbilled\t\t\tstorage, 200 GiB: about $0.75 a day`,
      `elasticache ${redis}\tbilled\t\t\tcache.t4g.micro: about $0.58 a day`,
      `elasticache ${free}\tbilled\t\t\tserverless, billed by use: price unknown`,
    ]);
    const cost = await exops('dev cost -o json');
    const rows: { readonly resource: string; readonly price: unknown }[] = JSON.parse(cost.stdout).rows;
    expect(
      rows.filter(({ resource }) => /^(msk|elasticache) /.test(resource)).map(({ price }) => price),
    ).toEqual([
      { name: 'msk kafka.m5.large', usd: 0.263, from: 'price list' },
      { name: 'msk GiB-month', usd: 0.114, from: 'price list' },
      { name: 'elasticache cache.t4g.micro', usd: 0.024, from: 'price list' },
      { name: 'elasticache serverless', usd: null, from: null },
    ]);
    expect(cost.stderr).toContain(
      `In no sum, since it isn't known: elasticache ${free} (serverless, billed by use).`,
    );
  });

  test('at the prices of exops.yaml, which come before the list', async () => {
    const { exops, redis } = await withKafkaAndCaches(
      '    prices: { msk kafka.m5.large: 0.1, elasticache cache.t4g.micro: 0.01 }\n',
    );
    const { stdout, stderr } = await exops('dev cost -o json');
    const rows: { readonly resource: string; readonly price: unknown }[] = JSON.parse(stdout).rows;
    expect(rows.find(({ resource }) => resource === `elasticache ${redis}`)?.price).toEqual({
      ...{ name: 'elasticache cache.t4g.micro', usd: 0.01, from: 'exops.yaml' },
    });
    expect(stderr).toContain('of exops.yaml (file) and of the AWS Price List, on demand (list).');
  });

  test('a sleep goes on without the rights to see them, and says so', async () => {
    const { exops, lab, redis } = await withKafkaAndCaches();
    await lab.fault(accessDenied('kafka', 'ListClustersV2'));
    const { code, stdout } = await exops('dev sleep --yes --no-kafka');
    expect(code).toBe(0);
    expect(stdout).toContain(
      "clusters of Amazon MSK were not looked at: AWS doesn't allow kafka:ListClustersV2",
    );
    expect(stdout).toContain(`ElastiCache ${redis} (cache.t4g.micro)`);
    const again = await exops('dev sleep --check --no-kafka');
    expect(again.code).toBe(0);
  });

  test('and where nothing answers there', async () => {
    const { exops, lab } = await withKafkaAndCaches();
    await lab.fault(down('elasticache'));
    const { code, stdout } = await exops('dev sleep --dry-run --no-kafka');
    expect(code).toBe(0);
    expect(stdout).toContain('caches of ElastiCache were not looked at: ');
    expect(stdout).toContain('MSK msk-');
  });

  test('status says which right is missing, and ends well', async () => {
    const { exops, lab, msk } = await withKafkaAndCaches();
    await lab.fault(accessDenied('elasticache', 'DescribeCacheSubnetGroups'));
    const { code, stdout, stderr } = await exops('dev status');
    expect(code).toBe(0);
    expect(stdout).toContain(`msk ${msk}\tbilled`);
    expect(stderr).toContain(
      "Left out: caches of ElastiCache. AWS doesn't allow elasticache:DescribeCacheSubnetGroups",
    );
  });

  test('they are read beside the list, each with one request', async () => {
    const { exops, lab } = await withKafkaAndCaches();
    for (const service of ['ec2', 'rds', 'eks', 'elasticache', 'kafka'])
      await lab.fault({ service, delayMs: 300 });
    const before = (await lab.calls()).length;
    await exops('dev sleep --dry-run --no-kafka');
    const calls = (await lab.calls()).slice(before);
    const own = calls.filter(({ action }) =>
      ['DescribeSubnets', 'ListClustersV2', 'DescribeServerlessCaches', 'DescribeDBInstances'].includes(
        action,
      ),
    );
    expect(own).toHaveLength(4);
    expect(roundTrips(own)).toBe(1);
  });
});

test('without an instance: the cluster of the brokers, and the caches beside it', async () => {
  const { lab } = openLab();
  const [msk, redis, database] = ['msk', 'redis', 'mysql'].map(ownName);
  const { subnetId } = await lab.createVpc();
  await powerLab(lab).databases.create({ name: `${database}`, transitionSeconds: 0 });
  await awsMskLab(lab).createCluster({
    name: `${msk}`,
    instanceType: 'kafka.t3.small',
    subnetIds: [subnetId],
  });
  await cacheLab(lab).createCache({ name: `${redis}`, subnetIds: [subnetId] });
  const host = `b-1.${msk?.replaceAll('-', '')}.abcde2.c3.kafka.ap-northeast-2.amazonaws.com`;
  const cwd = await folderWith({
    'exops.yaml': `version: 1
environments:
  dev:
    aws: { region: ap-northeast-2 }
    cluster: { kind: msk, brokers: ["${host}:9092"] }
    sleep: [{ rdsInstance: ${database} }]
`,
  });
  const { stdout } = await run('dev sleep --dry-run --no-kafka', { cwd, env: lab.env });
  expect(stdout).toContain(`MSK ${msk} (2 × kafka.t3.small), ElastiCache ${redis} (cache.t4g.micro)`);
});
