import type { BootstrapString, Msk, MskCluster } from '../../aws/contract/msk.js';
import { mapAtMost } from '../../map-at-most.js';
import { isNamedFor } from '../../msk/host-label.js';
import { meaningOf } from '../../msk/states.js';

export interface Recognised {
  readonly cluster: MskCluster;
  readonly strings: readonly BootstrapString[];
}

const atOnce = 5;

/** The MSK cluster that a broker of this name belongs to; undefined when it is none of this account and region. */
export async function recognise(
  msk: Pick<Msk, 'clusters' | 'bootstrapBrokers'>,
  host: string,
  signal: AbortSignal,
): Promise<Recognised | undefined> {
  const likely = likelyOnes(await msk.clusters(undefined, signal), host);
  const all = await mapAtMost(atOnce, likely, signal, async (cluster, own): Promise<Recognised> => {
    return { cluster, strings: await msk.bootstrapBrokers(cluster.arn, own) };
  });
  return all.find(({ strings }) => strings.some(({ brokers }) => hasHost(brokers, host)));
}

/** Pure: `b-1.NAME.….kafka.REGION.…` has the name, cut where it is long; of serverless ones it has none. */
export function likelyOnes(clusters: readonly MskCluster[], host: string): readonly MskCluster[] {
  return clusters
    .filter(({ state }) => meaningOf(state).clients !== "can't connect")
    .filter(({ kind, name }) => kind === 'serverless' || isNamedFor(host, name));
}

function hasHost(brokers: string, host: string): boolean {
  const wanted = host.toLowerCase();
  return brokers
    .toLowerCase()
    .split(',')
    .some((address) => address.slice(0, address.lastIndexOf(':')) === wanted);
}
