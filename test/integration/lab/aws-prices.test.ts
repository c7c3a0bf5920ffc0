import { Pricing } from '@aws-sdk/client-pricing';
import { expect, test } from 'vitest';
import { accessDenied } from '../../lab/aws/usual-faults.js';
import { refusal, sdkLab } from './aws-sdk.js';

const open = (region = 'us-east-1') => {
  const { settings, lab } = sdkLab(region);
  const client = new Pricing(settings);
  const prices = async (ServiceCode: string, attributes: Readonly<Record<string, string>>) => {
    const Filters = Object.entries({ regionCode: 'ap-northeast-2', ...attributes }).map(([Field, Value]) => ({
      ...{ Type: 'TERM_MATCH' as const, Field, Value },
    }));
    const { PriceList = [] } = await client.getProducts({ ServiceCode, Filters });
    return PriceList.map((text: unknown) => usd(JSON.parse(String(text))));
  };
  return { client, lab, prices };
};

interface PriceListItem {
  readonly terms: {
    readonly OnDemand: Readonly<
      Record<
        string,
        {
          readonly priceDimensions: Readonly<
            Record<string, { readonly unit: string; readonly pricePerUnit: { readonly USD: string } }>
          >;
        }
      >
    >;
  };
}

function usd({ terms }: PriceListItem): string {
  const dimensions = Object.values(terms.OnDemand).flatMap((term) => Object.values(term.priceDimensions));
  return dimensions.map(({ unit, pricePerUnit }) => `${Number(pricePerUnit.USD)} ${unit}`).join();
}

const linux = {
  ...{ operatingSystem: 'Linux', tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'NA' },
};

test.each([
  ['AmazonEC2', { instanceType: 't3.large', ...linux }, '0.104 Hrs'],
  ['AmazonEC2', { instanceType: 't3.micro', ...linux }, '0.013 Hrs'],
  ['AmazonEC2', { instanceType: 'm5.large', ...linux }, '0.118 Hrs'],
  [
    'AmazonRDS',
    { instanceType: 'db.t3.medium', databaseEngine: 'MySQL', deploymentOption: 'Single-AZ' },
    '0.104 Hrs',
  ],
  ['AmazonEKS', { usagetype: 'APN2-AmazonEKS-Hours:perCluster' }, '0.1 Hours'],
  ['AmazonEC2', { usagetype: 'APN2-NatGateway-Hours' }, '0.059 Hrs'],
  ['AmazonVPC', { usagetype: 'APN2-PublicIPv4:InUseAddress' }, '0.005 Hrs'],
  ['AmazonEC2', { volumeApiName: 'gp3', productFamily: 'Storage' }, '0.0912 GB-Mo'],
  ['AmazonRDS', { volumeType: 'General Purpose-GP3', deploymentOption: 'Single-AZ' }, '0.131 GB-Mo'],
])('%s has one price for %j', async (service, attributes, price) => {
  expect(await open().prices(service, attributes)).toEqual([price]);
});

test('there are several prices where the filters leave them', async () => {
  const { prices } = open();
  expect(new Set(await prices('AmazonEC2', { instanceType: 't3.large' })).size).toBeGreaterThan(2);
  expect(await prices('AmazonEC2', { instanceType: 'x9.large' })).toEqual([]);
});

test('prices come in pages, from the regions that have them', async () => {
  const { client } = open();
  const first = await client.getProducts({ ServiceCode: 'AmazonEC2', MaxResults: 3 });
  const input = { ServiceCode: 'AmazonEC2', MaxResults: 3, NextToken: first.NextToken };
  expect(first.PriceList).toHaveLength(3);
  expect((await client.getProducts(input)).PriceList).not.toEqual(first.PriceList);
  const seoul = open('ap-northeast-2').client;
  expect((await refusal(seoul.getProducts({ ServiceCode: 'AmazonEC2' })))[0]).toBe('ExopsLabFailure');
});

test('prices may be denied', async () => {
  const { client, lab } = open();
  await lab.fault(accessDenied('pricing', 'GetProducts'));
  expect((await refusal(client.getProducts({ ServiceCode: 'AmazonEC2' })))[0]).toBe('AccessDeniedException');
});
