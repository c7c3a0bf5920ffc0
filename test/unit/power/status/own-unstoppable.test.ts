import { describe, expect, test } from 'vitest';
import { ownUnstoppable, type Surroundings } from '../../../../src/lib/power/status/own-unstoppable.js';
import { cacheNode, mskCluster } from './builders.js';

const subnets = new Map([
  ['subnet-1', 'vpc-1'],
  ['subnet-2', 'vpc-2'],
]);
const host = (label: string) => `b-1.${label}.a1b2c3.c2.kafka.ap-northeast-2.amazonaws.com`;
const brokersOf = (...labels: string[]) => ({ hosts: labels.map(host), type: undefined });
const nowhere: Surroundings = { vpcIds: [], mskBrokers: undefined };

const region = {
  subnets,
  mskClusters: [
    mskCluster(),
    mskCluster({ name: 'others', subnetIds: ['subnet-2'] }),
    mskCluster({ name: 'gone', state: 'DELETING' }),
    mskCluster({ name: 'unknown-place', subnetIds: ['subnet-9'] }),
  ],
  caches: [
    cacheNode(),
    cacheNode({ name: 'others', vpcId: 'vpc-2', subnetIds: ['subnet-2'] }),
    cacheNode({ name: 'serverless', nodeType: undefined, vpcId: undefined }),
    cacheNode({ name: 'gone', state: 'deleting' }),
    cacheNode({ name: 'without-place', vpcId: undefined, subnetIds: [] }),
  ],
};

const named = (known: Partial<Surroundings>, of = region) => {
  const { mskClusters, caches, mskBrokers } = ownUnstoppable(of, { ...nowhere, ...known });
  return [mskClusters.map(({ name }) => name), caches.map(({ name }) => name), mskBrokers?.hosts.length];
};

describe("what is the environment's", () => {
  test('all in its VPCs', () => {
    expect(named({ vpcIds: ['vpc-1'] })).toEqual([
      ['liquibook-msk'],
      ['exchange-dev-redis', 'serverless'],
      undefined,
    ]);
    expect(named({ vpcIds: ['vpc-2', 'vpc-3'] })).toEqual([['others'], ['others'], undefined]);
  });

  test('nothing where no VPC is known', () => {
    expect(named({})).toEqual([[], [], undefined]);
  });

  test.each([['liquibookmsk'], ['liquibook-msk'], ['Liquibook-MSK']])(
    'the cluster that has its brokers, and caches beside it: %s',
    (label) => {
      expect(named({ mskBrokers: brokersOf(label) })).toEqual([
        ['liquibook-msk'],
        ['exchange-dev-redis', 'serverless'],
        undefined,
      ]);
    },
  );

  test('its cluster is not counted twice, and others of its VPCs are there, too', () => {
    expect(named({ vpcIds: ['vpc-1', 'vpc-2'], mskBrokers: brokersOf('liquibookmsk') })[0]).toEqual([
      'liquibook-msk',
      'others',
    ]);
  });

  test('brokers that no cluster is known for stay as they are', () => {
    expect(named({ mskBrokers: brokersOf('elsewhere', 'elsewhere') })).toEqual([[], [], 2]);
    expect(named({ mskBrokers: brokersOf('gone') })).toEqual([[], [], 1]);
  });

  test('which of two clusters it is is not guessed', () => {
    const twins = [mskCluster({ name: 'shop-dev' }), mskCluster({ name: 'shopdev' })];
    expect(named({ mskBrokers: brokersOf('shopdev') }, { ...region, mskClusters: twins })).toEqual([
      [],
      [],
      1,
    ]);
  });

  test('a serverless cluster has no brokers with its name', () => {
    const clusters = [mskCluster({ kind: 'serverless' })];
    const serverless = { ...region, mskClusters: clusters };
    expect(named({ mskBrokers: brokersOf('liquibookmsk') }, serverless)[0]).toEqual([]);
    expect(named({ vpcIds: ['vpc-1'] }, serverless)[0]).toEqual(['liquibook-msk']);
  });
});
