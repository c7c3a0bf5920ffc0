import type { Price } from '../../aws/contract/pricing.js';
import type { PriceKey } from './price-key.js';

const units = { hour: /^(hrs?|hours?)$/i, 'GiB-month': /^GB-mo(nth)?$/i } as const;

/**
 * Pure: the one price among the products that the price list has for it, in USD. Undefined when there is none, and when
 * there are several that differ: which of them is billed isn't known then.
 */
export function choosePrice(key: PriceKey, prices: readonly Price[]): number | undefined {
  const { query, unit } = key;
  const fitting = prices.filter(
    (price) => price.usd > 0 && units[unit].test(price.unit) && query?.usage.test(price.usageType ?? ''),
  );
  const [first, ...others] = new Set(fitting.map(({ usd }) => usd));
  return others.length === 0 ? first : undefined;
}
