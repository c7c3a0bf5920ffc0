import { join } from 'node:path';
import type { Context } from '../../context.js';
import type { Aws } from '../../lib/aws/aws.js';
import type { Environment } from '../../lib/config/environment.js';
import { mskRegionOf } from '../../lib/kafka/msk-ports.js';
import { isServerlessHost } from '../../lib/msk/flavour.js';
import { openPriceCache } from '../../lib/power/cost/price-cache.js';
import type { MskBrokers } from '../../lib/power/cost/stays.js';
import type { BillSources } from '../../lib/power/status/observe-bills.js';
import { stateFolder } from '../../lib/state-folder.js';

/** What the bill of an environment is read from. @param patienceMs how long prices are waited for */
export function billSources(
  { env, home, self, clock }: Context,
  { aws, environment }: { readonly aws: Aws; readonly environment: Environment },
  patienceMs: number,
): BillSources {
  return {
    ...{ aws, patienceMs, given: environment.prices },
    cache: openPriceCache(join(stateFolder(env, home), 'prices'), self.pid, clock.now),
    mskBrokers: mskBrokersOf(environment),
    sleep: (ms, signal) => clock.sleep(ms, signal),
  };
}

/** Those of exops.yaml; their type, where MSK doesn't tell it, is that of the only price for one. */
function mskBrokersOf({ brokers, prices }: Environment): MskBrokers | undefined {
  const hosts = brokers
    .map(({ host }) => host)
    .filter((host) => mskRegionOf(host) !== undefined && !isServerlessHost(host));
  const [type, ...others] = [...prices.keys()].flatMap(
    (name) => /^msk ((?:kafka|express)[.].+)$/.exec(name)?.[1] ?? [],
  );
  if (hosts.length === 0) return undefined;
  return { hosts, type: others.length === 0 ? type : undefined };
}
