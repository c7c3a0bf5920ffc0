import { abortable } from '../../abortable.js';
import { ExopsError } from '../../errors.js';
import { type CostRow, costOf } from '../cost/cost.js';
import { partWords } from '../cost/cost-words.js';
import { findPrices } from '../cost/find-prices.js';
import { unstoppableBillables } from '../cost/unstoppable-billables.js';
import type { SleepEntry } from '../sleep-entry.js';
import type { SeenUnstoppable, UnstoppableLook } from '../unstoppable.js';
import type { BillSources } from './observe-bills.js';
import { ownUnstoppable } from './own-unstoppable.js';
import { vpcsOf } from './read-stays.js';
import { readUnstoppable } from './read-unstoppable.js';
import { type TolerantRead, tolerantRead, type Unread } from './unread.js';

const hoursPerDay = 24;
/** How long prices are waited for at most; milliseconds. */
const pricePatienceMs = 3_000;

/**
 * For the plan of a sleep, which it never keeps waiting long: what doesn't answer in `patienceMs` is left out, and so is
 * what it costs. Undefined where nothing would tell what is the environment's: no instance, and no broker of MSK.
 */
export function unstoppableLook(
  sources: BillSources,
  entries: readonly SleepEntry[],
): UnstoppableLook | undefined {
  const { aws, mskBrokers } = sources;
  if (mskBrokers === undefined && !entries.some(({ selector }) => selector.kind === 'ec2')) return undefined;
  return async (signal) => {
    const unread: Unread[] = [];
    const read = inTime(
      sources,
      tolerantRead((one) => unread.push(one), signal),
    );
    const region = await readUnstoppable(aws, read);
    const all = { ...region, mskBrokers };
    const keys = unstoppableBillables(all).map(({ price }) => price);
    const patienceMs = Math.min(sources.patienceMs, pricePatienceMs);
    const prices = await findPrices(
      { ...sources, patienceMs, pricing: aws.pricing, region: aws.region },
      keys,
      signal,
    );
    return (sleepers) => {
      const own = ownUnstoppable(region, { vpcIds: vpcsOf(sleepers), mskBrokers });
      return seenOf(costOf(unstoppableBillables(own), prices).rows, unread);
    };
  };
}

function seenOf(rows: readonly CostRow[], unread: readonly Unread[]): SeenUnstoppable {
  const known = rows.flatMap(({ costs }) => costs ?? []);
  const hour = known.reduce((sum, { asleep }) => sum + asleep.hour, 0);
  return {
    names: rows.filter(({ kind }) => kind !== 'MSK storage').map(nameOf),
    usdPerDay: known.length === 0 ? undefined : Number((hour * hoursPerDay).toFixed(2)),
    unpriced: rows.length - known.length,
    unread,
  };
}

function nameOf(row: CostRow): string {
  const [, ...name] = row.resource.split(' ');
  const service = row.kind.startsWith('MSK') ? 'MSK' : 'ElastiCache';
  return `${[service, ...name].join(' ')} (${partWords(row).replace('MSK broker', 'broker')})`;
}

function inTime({ patienceMs }: BillSources, read: TolerantRead): TolerantRead {
  return (what, ask, otherwise) =>
    read(
      what,
      async (signal) => {
        const over = AbortSignal.timeout(patienceMs);
        const either = AbortSignal.any([signal, over]);
        try {
          return await abortable(ask(either), either);
        } catch (error) {
          if (!over.aborted || signal.aborted) throw error;
          throw new ExopsError(`they did not answer within ${patienceMs / 1_000} s`);
        }
      },
      otherwise,
    );
}
