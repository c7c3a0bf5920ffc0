import * as v from 'valibot';
import { didYouMean } from '../yaml/nearest.js';

/** Prices without a size in their name. */
const plainNames = [
  ...['eks cluster', 'nat gateway', 'public ipv4', 'load balancer', 'vpc endpoint'],
  ...['snapshot GiB-month', 'log GiB-month'],
] as const;

/** An example of each price that has one. */
const exampleNames = [
  'ec2 t3.large',
  'rds db.t3.medium',
  'msk kafka.t3.small',
  'gp3 GiB-month',
  'rds gp3 GiB-month',
];

const type = '[a-z0-9-]+[.][a-z0-9-]+';
const volumes = 'gp2|gp3|io1|io2|st1|sc1|standard';
const storages = 'gp2|gp3|io1|io2|standard|aurora|aurora-iopt1';

const pricePattern = new RegExp(
  `^(?:${plainNames.join('|')}|ec2 ${type}|rds db[.]${type}|msk kafka[.]${type}|(?:${volumes}) GiB-month|rds (?:${storages}) GiB-month)$`,
);

const priceName = v.pipe(
  v.string(),
  v.regex(pricePattern, ({ input }) => {
    const known = [...plainNames, ...exampleNames];
    return `there is no such price${didYouMean(input, known) || `: there are ${known.join(', ')}`}`;
  }),
);

const usd = v.pipe(
  v.number('expected a number of US dollars'),
  v.minValue(0, 'expected a number of US dollars, 0 or more'),
  v.maxValue(10_000, 'expected US dollars for an hour, or for a GiB and month'),
);

/** The `prices` of an environment. */
export const pricesSchema = v.pipe(
  v.record(priceName, usd),
  v.description(
    'What things cost, in USD per hour (per GiB and month for "… GiB-month"), where AWS can not be asked: "ec2 t3.large": 0.104.',
  ),
);
