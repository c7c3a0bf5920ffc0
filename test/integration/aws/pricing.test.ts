import { expect, test } from 'vitest';
import { openLab as open } from './opened-aws.js';

const linux = {
  ...{ instanceType: 't3.large', regionCode: 'ap-northeast-2', operatingSystem: 'Linux' },
  ...{ tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used' },
};

test('a price is asked for where there is a price list, and is of all the attributes', async () => {
  const { aws, lab } = open();
  expect(await aws.pricing.prices('AmazonEC2', linux)).toEqual([
    { usd: expect.any(Number), unit: 'Hrs', usageType: 'APN2-BoxUsage:t3.large' },
  ]);
  expect(await aws.pricing.prices('AmazonEC2', { ...linux, instanceType: 'none.large' })).toEqual([]);
  const calls = await lab.calls();
  expect(calls.map(({ service, action, region }) => ({ service, action, region }))).toEqual(
    Array(2).fill({ service: 'pricing', action: 'GetProducts', region: 'us-east-1' }),
  );
});
