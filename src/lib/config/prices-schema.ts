import * as v from 'valibot';
import { nearestPrices } from './nearest-prices.js';

/** Prices without a size in their name. */
const plainNames = [
  ...['eks cluster', 'nat gateway', 'public ipv4', 'load balancer', 'vpc endpoint', 'msk serverless'],
  ...['msk GiB-month', 'snapshot GiB-month', 'log GiB-month'],
] as const;

const volumes = ['gp2', 'gp3', 'io1', 'io2', 'st1', 'sc1', 'standard'];
const storages = ['gp2', 'gp3', 'io1', 'io2', 'standard', 'aurora', 'aurora-iopt1'];

/** An example of each price that has one. */
const exampleNames = [
  ...['ec2 t3.large', 'rds db.t3.medium', 'msk kafka.t3.small', 'elasticache cache.t4g.micro'],
  ...['gp3 GiB-month', 'rds gp3 GiB-month'],
];

const type = '[a-z0-9-]+[.][a-z0-9-]+';
const typedNames = `ec2 ${type}|rds db[.]${type}|msk (?:kafka|express)[.]${type}|elasticache cache[.]${type}`;

const pricePattern = new RegExp(
  `^(?:${plainNames.join('|')}|${typedNames}|(?:${volumes.join('|')}) GiB-month|rds (?:${storages.join('|')}) GiB-month)$`,
);

const priceName = v.pipe(
  v.string(),
  v.regex(pricePattern, ({ input }) => {
    const near = nearestPrices(input, knownNames(input));
    const words =
      near.length === 0 ? `there are ${[...plainNames, ...exampleNames].join(', ')}` : nearWords(near);
    return `there is no such price: ${words}`;
  }),
);

/** All of them; those that have a type, with the type that was meant. */
function knownNames(input: string): readonly string[] {
  const [, meant] = /([a-z0-9-]+[.][a-z0-9-]+)$/i.exec(input) ?? [];
  const typed =
    meant === undefined
      ? []
      : ['ec2 ', 'rds db.', 'msk kafka.', 'elasticache cache.'].map((kind) => kind + meant);
  return [
    ...[...plainNames, ...typed, ...exampleNames],
    ...[...volumes, ...storages.map((one) => `rds ${one}`)].map((one) => `${one} GiB-month`),
  ];
}

function nearWords(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return `the nearest ${quoted.length === 1 ? 'is' : 'are'} ${quoted.join(', ')}`;
}

const usd = v.pipe(
  v.number('expected a number of US dollars'),
  v.minValue(0, 'expected a number of US dollars, 0 or more'),
  v.maxValue(10_000, 'expected US dollars for an hour, or for a GiB and month'),
);

/** The `prices` of an environment. */
export const pricesSchema = v.pipe(
  v.record(priceName, usd),
  v.description(
    'What things cost you, in USD per hour (per GiB and month for "… GiB-month"): "ec2 t3.large": 0.104. It counts before the AWS Price List, and where that can not be asked.',
  ),
);
