import type { Context } from '../../context.js';
import type { Target } from '../../lib/change/plan-document.js';
import { groupName } from '../../lib/power/schedule/names.js';
import { scheduledSizes } from '../../lib/power/schedule/scheduled-sizes.js';
import type { BillSources } from '../../lib/power/status/observe-bills.js';
import type { ListSources } from '../../lib/power/status/observe-listed.js';
import type { SleepOptions } from '../flags.js';
import { openEnvironment } from '../open-environment.js';
import { reachSleepers } from '../reach-sleepers.js';
import { billSources } from './bill-sources.js';

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
  const { clock } = context;
  const opened = await openEnvironment(context, options, { kind: 'sleep' });
  const { environment } = opened;
  const { aws, ports, target, place, close } = await reachSleepers(context, opened, options);
  return {
    ...{ target, close },
    list: {
      ...{ ports, entries: environment.sleep, now: clock.now },
      scheduled: async (signal) =>
        scheduledSizes((await aws.scheduler.schedules(groupName(place), signal)) ?? []),
    },
    sources: billSources(context, { aws, environment }, patienceMs),
  };
}
