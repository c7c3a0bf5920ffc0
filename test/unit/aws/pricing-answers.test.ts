import { expect, test } from 'vitest';
import { pricesOf } from '../../../src/lib/aws/pricing-answers.js';

/** As the price list has it, shortened. */
function product(pricePerUnit: unknown, unit: unknown = 'Hrs') {
  const dimension = {
    unit,
    pricePerUnit,
    rateCode: 'JRTCKXETXF.6YS6EN2CT7',
    beginRange: '0',
    endRange: 'Inf',
  };
  return JSON.stringify({
    product: {
      productFamily: 'Compute Instance',
      attributes: { instanceType: 't3.large', usagetype: 'APN2-BoxUsage:t3.large' },
      sku: 'JRTCKXETXF',
    },
    serviceCode: 'AmazonEC2',
    terms: {
      OnDemand: { 'S.JRTCKXETXF': { priceDimensions: { 'S.JRTCKXETXF.6YS6EN2CT7': dimension } } },
      Reserved: { 'S.R': { priceDimensions: { 'S.R.1': { unit: 'Hrs', pricePerUnit: { USD: '0.05' } } } } },
    },
  });
}

test('a price is what one unit costs on demand', () => {
  expect(pricesOf(product({ USD: '0.1040000000' }))).toEqual([
    { usd: 0.104, unit: 'Hrs', usageType: 'APN2-BoxUsage:t3.large' },
  ]);
});

test('what costs nothing has a price', () => {
  expect(pricesOf(product({ USD: '0.0000000000' }))).toMatchObject([{ usd: 0 }]);
});

test.each([
  product({ CNY: '0.6' }),
  product({ USD: '' }),
  product({ USD: 'free' }),
  product({ USD: '0.1' }, null),
  product(null),
  '{"product":{"attributes":{}},"terms":{}}',
  '{"terms":{"OnDemand":{"a":{"priceDimensions":{"b":null}}}}}',
  'null',
  '[]',
  'not JSON',
  '',
])('what has no price in dollars has none: %s', (json) => {
  expect(pricesOf(json)).toEqual([]);
});
