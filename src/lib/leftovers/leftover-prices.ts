import { publicAddressPrice, volumePrice } from '../power/cost/price-key.js';
import type { LeftoverPrices } from './monthly-cost.js';

/** @param prices of exops.yaml, by their names */
export function leftoverPrices(prices: ReadonlyMap<string, number>): LeftoverPrices {
  return {
    volumeGib: (type) => prices.get(volumePrice(type).name),
    snapshotGib: prices.get('snapshot GiB-month'),
    logGib: prices.get('log GiB-month'),
    addressHour: prices.get(publicAddressPrice.name),
  };
}
