import type { Cache } from '../../aws/contract/elasticache.js';
import type { MskCluster } from '../../aws/contract/msk.js';
import type { Billable } from './billable.js';
import { staying } from './staying.js';
import type { Stays } from './stays.js';
import {
  cachePrice,
  mskBrokerPrice,
  mskServerlessPrice,
  mskStoragePrice,
  serverlessCachePrice,
} from './unstoppable-prices.js';

/** Pure: Kafka and caches, which AWS has no request to stop. */
export function unstoppableBillables({
  mskClusters,
  mskBrokers,
  caches,
}: Pick<Stays, 'mskClusters' | 'mskBrokers' | 'caches'>): readonly Billable[] {
  const brokers = mskBrokers?.hosts.length;
  return [
    ...mskClusters.flatMap(clusterBillables),
    ...(brokers === undefined
      ? []
      : [staying('msk', 'MSK broker', mskBrokerPrice(mskBrokers?.type), { units: brokers, count: brokers })]),
    ...caches.map(cacheBillable),
  ];
}

function clusterBillables({ kind, name, brokerCount, instanceType, storageGib }: MskCluster): Billable[] {
  const resource = `msk ${name}`;
  if (kind === 'serverless') return [staying(resource, 'MSK Serverless', mskServerlessPrice)];
  const broker = staying(resource, 'MSK broker', mskBrokerPrice(instanceType), {
    units: brokerCount,
    count: brokerCount ?? 1,
  });
  if (storageGib === undefined) return [broker];
  const units = brokerCount === undefined ? undefined : brokerCount * storageGib;
  return [broker, staying(resource, 'MSK storage', mskStoragePrice, { units })];
}

function cacheBillable({ name, engine, nodeType, nodes }: Cache): Billable {
  const resource = `elasticache ${name}`;
  if (nodeType === undefined)
    return staying(resource, 'ElastiCache Serverless', serverlessCachePrice, { units: undefined });
  return staying(resource, 'ElastiCache node', cachePrice(nodeType, engine), { units: nodes, count: nodes });
}
