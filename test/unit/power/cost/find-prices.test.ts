import { describe, expect, test } from 'vitest';
import { AwsUnreachableError } from '../../../../src/lib/aws/aws-errors.js';
import type { Price, Pricing } from '../../../../src/lib/aws/contract/pricing.js';
import { AccessError, InterruptedError } from '../../../../src/lib/errors.js';
import { findPrices, type PriceSources } from '../../../../src/lib/power/cost/find-prices.js';
import type { KnownPrices, PriceCache } from '../../../../src/lib/power/cost/price-cache.js';
import { eksClusterPrice, machinePrice, natGatewayPrice } from '../../../../src/lib/power/cost/price-key.js';
import { mskBrokerPrice } from '../../../../src/lib/power/cost/unstoppable-prices.js';
import { missingRight, noCache, noPriceList, price } from '../status/builders.js';

const signal = new AbortController().signal;
const multiAz = machinePrice({
  ...{ service: 'rds', type: 'db.t3.medium', engine: 'mysql', isMultiAz: true, isSpot: false },
});

/** A list that has the price of an EKS cluster alone. */
function listOf(usd: number) {
  const asked: unknown[] = [];
  const pricing: Pricing = {
    async prices(service, attributes): Promise<readonly Price[]> {
      asked.push([service, attributes]);
      return service === 'AmazonEKS' ? [price(usd, 'APN2-AmazonEKS-Hours:perCluster')] : [];
    },
  };
  return { pricing, asked };
}

function sources(rest: Partial<PriceSources> = {}): PriceSources {
  return {
    ...{ pricing: noPriceList, region: 'ap-northeast-2', given: new Map(), cache: noCache },
    ...{ sleep: () => new Promise<void>(() => {}), patienceMs: 3_000 },
    ...rest,
  };
}

const never = () => new Promise<never>(() => {});

test('the file comes before the list, which is asked for the rest alone', async () => {
  const { pricing, asked } = listOf(0.1);
  const given = new Map([['nat gateway', 0.02]]);
  const keys = [eksClusterPrice, natGatewayPrice, eksClusterPrice];
  const { found, unread } = await findPrices(sources({ pricing, given }), keys, signal);
  expect(found).toEqual(
    new Map([
      ['eks cluster', { usd: 0.1, from: 'price list' }],
      ['nat gateway', { usd: 0.02, from: 'exops.yaml' }],
    ]),
  );
  expect(unread).toBeUndefined();
  expect(asked).toEqual([['AmazonEKS', { regionCode: 'ap-northeast-2', productFamily: 'Compute' }]]);
});

test('the file comes before what is remembered of the list, and nothing may be free', async () => {
  const cache = { ...noCache, read: async () => new Map([['eks cluster', 0.1]]) };
  const given = new Map([['eks cluster', 0]]);
  const { found } = await findPrices(sources({ cache, given }), [eksClusterPrice], signal);
  expect(found.get('eks cluster')).toEqual({ usd: 0, from: 'exops.yaml' });
});

test('a price that neither has is not there', async () => {
  const { found } = await findPrices(sources(), [mskBrokerPrice('kafka.t3.small')], signal);
  expect(found).toEqual(new Map());
});

test('a database in two zones costs two of the file', async () => {
  const given = new Map([['rds db.t3.medium', 0.1]]);
  const { found } = await findPrices(sources({ given }), [multiAz], signal);
  expect(found.get(multiAz.id)).toEqual({ usd: 0.2, from: 'exops.yaml' });
});

describe('remembered', () => {
  test('prices are asked for once, those that the list has not, too', async () => {
    let known: KnownPrices = new Map();
    const cache: PriceCache = {
      read: async () => known,
      remember: async (_, more) => {
        known = new Map([...known, ...more]);
      },
    };
    const { pricing, asked } = listOf(0.1);
    const keys = [eksClusterPrice, natGatewayPrice];
    await findPrices(sources({ pricing, cache }), keys, signal);
    const again = await findPrices(sources({ pricing, cache }), keys, signal);
    expect(asked).toHaveLength(2);
    expect(again.found.get('eks cluster')).toEqual({ usd: 0.1, from: 'price list' });
    expect(known.get('nat gateway')).toBeUndefined();
  });

  test('a failure is not', async () => {
    const remembered: KnownPrices[] = [];
    const cache: PriceCache = {
      read: async () => new Map(),
      remember: async (_, one) => void remembered.push(one),
    };
    await findPrices(sources({ cache }), [eksClusterPrice], signal);
    expect(remembered).toEqual([new Map()]);
  });
});

describe('when the list can not be asked', () => {
  const given = new Map([['eks cluster', 0.1]]);

  test('a missing right is said, and the file counts', async () => {
    const keys = [eksClusterPrice, natGatewayPrice];
    const { found, unread } = await findPrices(sources({ given }), keys, signal);
    expect(found.get('eks cluster')).toEqual({ usd: 0.1, from: 'exops.yaml' });
    expect(unread).toMatchObject({ what: 'prices', isRight: true, right: 'pricing:GetProducts' });
  });

  test('no answer is said', async () => {
    const pricing = { prices: () => Promise.reject(new AwsUnreachableError(undefined, 'No one there.')) };
    const { unread } = await findPrices(sources({ pricing, given }), [natGatewayPrice], signal);
    expect(unread).toMatchObject({ isRight: false, reason: 'No one there.' });
  });

  test('it is waited for only so long, and what came until then counts', async () => {
    const { pricing: quick } = listOf(0.1);
    const aborted: boolean[] = [];
    const pricing: Pricing = {
      prices: (service, attributes, own) => {
        if (service === 'AmazonEKS') return quick.prices(service, attributes);
        own?.addEventListener('abort', () => aborted.push(true));
        return never();
      },
    };
    const sleep = async () => {
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    };
    const keys = [eksClusterPrice, natGatewayPrice];
    const { found, unread } = await findPrices(sources({ pricing, sleep }), keys, signal);
    expect([...found.keys()]).toEqual(['eks cluster']);
    expect(unread?.reason).toBe('the AWS Price List did not answer within 3 s');
    expect(aborted).toEqual([true]);
  });

  test.each([
    ['credentials of another account', new AccessError('The AWS credentials are of another account.')],
    ['a mistake of ours', new TypeError('x is not a function')],
  ])('%s end it', async (_, error) => {
    const pricing = { prices: () => Promise.reject(error) };
    await expect(findPrices(sources({ pricing }), [eksClusterPrice], signal)).rejects.toBe(error);
  });

  test('Ctrl-C ends it, whatever AWS answers then', async () => {
    const control = new AbortController();
    const pricing = {
      prices: async () => {
        control.abort(new InterruptedError('SIGINT'));
        throw missingRight('pricing:GetProducts');
      },
    };
    await expect(findPrices(sources({ pricing }), [eksClusterPrice], control.signal)).rejects.toThrow(
      'Interrupted.',
    );
  });
});
