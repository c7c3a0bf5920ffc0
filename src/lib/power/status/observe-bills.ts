import type { Aws } from '../../aws/aws.js';
import { billables, type Member } from '../cost/billables.js';
import { type Cost, costOf } from '../cost/cost.js';
import { findPrices, type PriceSources, type Prices } from '../cost/find-prices.js';
import type { MskBrokers, Stays } from '../cost/stays.js';
import type { ObservedList, Stood } from './observe-listed.js';
import { readStays, vpcsOf } from './read-stays.js';
import { tolerantRead, type Unread } from './unread.js';

export interface BillSources extends Omit<PriceSources, 'pricing' | 'region'> {
  readonly aws: Pick<Aws, 'billed' | 'msk' | 'elastiCache' | 'pricing' | 'region'>;
  readonly mskBrokers: MskBrokers | undefined;
}

/** What an environment's resources cost, and why something of that isn't known. */
export interface Bills {
  readonly stays: Stays;
  readonly prices: Prices;
  /** Whether it is known where to look for NAT gateways, load balancers and VPC endpoints. */
  readonly isVpcKnown: boolean;
  readonly unread: readonly Unread[];
}

/** Reads what stays and, after it, the prices of all that is there. */
export async function observeBills(
  sources: BillSources,
  { found }: Pick<ObservedList, 'found'>,
  signal: AbortSignal,
): Promise<Bills> {
  const { aws, mskBrokers } = sources;
  const unread: Unread[] = [];
  const read = tolerantRead((one) => unread.push(one), signal);
  const sleepers = found.map(({ sleeper }) => sleeper);
  const stays = await readStays(aws, { found, mskBrokers }, read);
  const keys = billables(membersOf(found), stays).map(({ price }) => price);
  const prices = await findPrices({ ...sources, pricing: aws.pricing, region: aws.region }, keys, signal);
  return { stays, prices, isVpcKnown: vpcsOf(sleepers).length > 0, unread };
}

/** Pure: what it all costs, of the list as it is now. */
export function costNow(found: readonly Stood[], { stays, prices }: Pick<Bills, 'stays' | 'prices'>): Cost {
  return costOf(billables(membersOf(found), stays), prices);
}

/** What is billed of them: what is left alone doesn't sleep. */
export function membersOf(found: readonly Stood[]): readonly Member[] {
  return found.map(({ sleeper, entry, scheduled }) => ({
    ...{ sleeper, scheduledSize: scheduled?.size },
    isLeftAlone: entry.skip || sleeper.never !== undefined,
  }));
}
