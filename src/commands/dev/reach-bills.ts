import { join } from 'node:path';
import type { Context } from '../../context.js';
import type { Target } from '../../lib/change/plan-document.js';
import type { Environment } from '../../lib/config/environment.js';
import { openPriceCache } from '../../lib/power/cost/price-cache.js';
import type { MskBrokers } from '../../lib/power/cost/stays.js';
import { groupName } from '../../lib/power/schedule/names.js';
import { scheduledSizes } from '../../lib/power/schedule/scheduled-sizes.js';
import type { BillSources } from '../../lib/power/status/observe-bills.js';
import type { ListSources } from '../../lib/power/status/observe-listed.js';
import { stateFolder } from '../../lib/state-folder.js';
import type { SleepOptions } from '../flags.js';
import { openEnvironment } from '../open-environment.js';
import { reachSleepers } from '../reach-sleepers.js';

export interface ReachedBills {
  readonly list: ListSources;
  readonly sources: BillSources;
  readonly target: Target;
  close(): void;
}

/**
 * What the environment's sleep list and its bill are read from; says on stderr where that is.
 * @param patienceMs how long prices are waited for
 * @throws UsageError when nothing is listed
 */
export async function reachBills(
  context: Context,
  options: SleepOptions,
  patienceMs: number,
): Promise<ReachedBills> {
  const { env, home, self, clock } = context;
  const opened = await openEnvironment(context, options, { kind: 'sleep' });
  const { environment } = opened;
  const { aws, ports, target, place, close } = await reachSleepers(context, opened, options);
  const cache = openPriceCache(join(stateFolder(env, home), 'prices'), self.pid, clock.now);
  return {
    ...{ target, close },
    list: {
      ...{ ports, entries: environment.sleep, now: clock.now },
      scheduled: async (signal) =>
        scheduledSizes((await aws.scheduler.schedules(groupName(place), signal)) ?? []),
    },
    sources: {
      ...{ aws, cache, patienceMs, given: environment.prices },
      mskBrokers: mskBrokersOf(environment),
      sleep: (ms, signal) => clock.sleep(ms, signal),
    },
  };
}

/** https://docs.aws.amazon.com/msk/latest/developerguide/msk-get-bootstrap-brokers.html */
const mskHost = /[.]kafka[.][a-z0-9-]+[.]amazonaws[.]com([.]cn)?$/i;

/** Those of exops.yaml; their type is that of the only price for one. */
function mskBrokersOf({ brokers, prices }: Environment): MskBrokers | undefined {
  const own = brokers.filter(({ host }) => mskHost.test(host));
  const [type, ...others] = [...prices.keys()].flatMap((name) => /^msk (.+)$/.exec(name)?.[1] ?? []);
  if (own.length === 0) return undefined;
  return { count: own.length, type: others.length === 0 ? type : undefined };
}
