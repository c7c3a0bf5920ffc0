import * as v from 'valibot';
import { expect, test } from 'vitest';
import { pricesSchema } from '../../../src/lib/config/prices-schema.js';

/** What is said of a name, if anything. */
function said(name: string): string | undefined {
  return v.safeParse(pricesSchema, { [name]: 0.1 }).issues?.[0].message;
}

test.each([
  ['eks clster', 'is "eks cluster"'],
  ['NAT gateway', 'is "nat gateway"'],
  ['public ip', 'is "public ipv4"'],
  ['gp3', 'are "gp3 GiB-month", "rds gp3 GiB-month"'],
  ['rds t3.medium', 'are "rds db.t3.medium", "ec2 t3.medium", "msk kafka.t3.medium"'],
  ['msk m5.large', 'are "msk kafka.m5.large", "ec2 m5.large", "rds db.m5.large"'],
  ['redis cache.r7g.large', 'are "elasticache cache.r7g.large", "rds db.r7g.large", "msk kafka.r7g.large"'],
  ['aurora GiB-month', 'are "rds aurora GiB-month", "log GiB-month", "io1 GiB-month"'],
])('%s: the nearest names are told, with the type that was meant', (name, nearest) => {
  expect(said(name)).toBe(`there is no such price: the nearest ${nearest}`);
});

test('where none is near, all are', () => {
  expect(said('coffee')).toMatch(/^there is no such price: there are eks cluster, .*, rds gp3 GiB-month$/);
});

test.each([
  ...['ec2 t3.large', 'rds db.t3.medium', 'msk kafka.m5.large', 'msk express.m7g.large', 'msk serverless'],
  ...[
    'msk GiB-month',
    'elasticache cache.t4g.micro',
    'io2 GiB-month',
    'rds aurora GiB-month',
    'vpc endpoint',
  ],
])('%s is a price', (name) => {
  expect(said(name)).toBeUndefined();
});
