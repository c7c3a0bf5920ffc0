import { hourly, monthly, notGiven, type PriceKey, type PriceQuery, usageType } from './price-key.js';

/** What nothing stops: brokers of Amazon MSK, and caches. @param type `kafka.m5.large`, `express.m7g.large` */
export function mskBrokerPrice(type: string | undefined): PriceKey {
  const size = type === undefined ? undefined : /^(kafka|express)[.]([a-z0-9-]+[.][a-z0-9-]+)$/.exec(type);
  const [, family = '', rest = ''] = size ?? [];
  if (type === undefined || size === undefined || size === null) return notGiven('msk broker');
  const usage = `${family.slice(0, 1).toUpperCase()}${family.slice(1)}.${rest}`;
  return hourly(`msk ${type}`, mskQuery(usage.replaceAll('.', '[.]')));
}

/** Of EBS; Express brokers and serverless clusters pay for what is stored, which isn't known here. */
export const mskStoragePrice = monthly('msk GiB-month', mskQuery('Kafka[.]Storage[.]GP2'));

/** Of the cluster alone: its partitions, and what goes in and out, are billed beside that. */
export const mskServerlessPrice = hourly('msk serverless', mskQuery('KafkaServerless-ClusterHours'));

/** @param type `cache.t4g.micro` */
export function cachePrice(type: string, engine: string): PriceKey {
  const cacheEngine = cacheEngines.get(engine);
  const query: PriceQuery | undefined =
    cacheEngine === undefined
      ? undefined
      : {
          service: 'AmazonElastiCache',
          attributes: { productFamily: 'Cache Instance', instanceType: type, cacheEngine },
          usage: usageType('NodeUsage:.+'),
        };
  const isName = /^cache[.][a-z0-9-]+[.][a-z0-9-]+$/.test(type);
  const name = `elasticache ${type}`;
  return { ...hourly(name, query), id: `${name} ${engine}`, canBeGiven: isName };
}

/** It is billed by what is stored and asked, and has no price an hour. */
export const serverlessCachePrice = notGiven('elasticache serverless');

const cacheEngines: ReadonlyMap<string, string> = new Map([
  ['redis', 'Redis'],
  ['valkey', 'Valkey'],
  ['memcached', 'Memcached'],
]);

/** Its products have no attribute for the type of a broker in every region, and are few: the usage type tells. */
function mskQuery(usage: string): PriceQuery {
  return {
    service: 'AmazonMSK',
    attributes: { productFamily: 'Managed Streaming for Apache Kafka (MSK)' },
    usage: usageType(usage),
  };
}
