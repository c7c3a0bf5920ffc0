import type { Leftover } from './model.js';

/** In USD; undefined where nobody said. */
export interface LeftoverPrices {
  /** Of a GiB of a volume of this type for a month. */
  volumeGib(type: string): number | undefined;
  /** Of a GiB for a month. */
  readonly snapshotGib: number | undefined;
  /** Of a GiB for a month. */
  readonly logGib: number | undefined;
  /** Of an hour. */
  readonly addressHour: number | undefined;
}

const gib = 1024 ** 3;
/** As AWS counts: https://aws.amazon.com/ec2/pricing/ */
const hoursAMonth = 730;

/**
 * About what it costs a month, in USD: of a snapshot the most, as AWS doesn't say how much of it is stored. Without what a
 * volume's bought IOPS cost.
 */
export function monthlyUsd(leftover: Leftover, prices: LeftoverPrices): number | undefined {
  const times = (price: number | undefined) =>
    price === undefined || leftover.sizeBytes === undefined ? undefined : (leftover.sizeBytes / gib) * price;
  switch (leftover.kind) {
    case 'volume':
      return times(prices.volumeGib(leftover.volumeType ?? ''));
    case 'snapshot':
      return times(prices.snapshotGib);
    case 'log group':
      return times(prices.logGib);
    case 'Elastic IP':
      return prices.addressHour === undefined ? undefined : prices.addressHour * hoursAMonth;
  }
}

/** All that is known of them together; undefined when nothing is. */
export function totalUsd(leftovers: readonly Leftover[], prices: LeftoverPrices): number | undefined {
  const known = leftovers.flatMap((one) => monthlyUsd(one, prices) ?? []);
  return known.length === 0 ? undefined : known.reduce((sum, usd) => sum + usd, 0);
}

/** `9.12` */
export function sayUsd(usd: number): string {
  return usd.toFixed(2);
}
