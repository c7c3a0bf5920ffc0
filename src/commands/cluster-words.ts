import type { Cluster } from '../lib/config/environment.js';
import { formatAddress } from '../lib/kafka/address.js';
import { mskRegionOf } from '../lib/kafka/msk-ports.js';
import { parseClusterArn } from '../lib/msk/cluster-arn.js';

/** A cluster in the line that names the target of a command; its place in AWS where that is known of itself. */
export function clusterWords({ kind, brokers, msk }: Pick<Cluster, 'kind' | 'brokers' | 'msk'>): {
  readonly kind: string;
  readonly address: string;
  readonly place: readonly string[] | undefined;
} {
  const [first = { host: '', port: 0 }, ...others] = brokers;
  const arn = msk === undefined ? undefined : parseClusterArn(msk.arn);
  // Beside the cluster's name, what all its brokers have in common says nothing.
  const isLong = arn !== undefined && mskRegionOf(first.host) !== undefined;
  const shown = isLong ? { ...first, host: first.host.replace(/\..+$/, '.…') } : first;
  const address = formatAddress(shown);
  return {
    kind: arn === undefined ? kind : `${kind} ${arn.name}`,
    address: others.length === 0 ? address : `${address} and ${others.length} more`,
    place: arn === undefined ? undefined : [`${arn.accountId} ${arn.region}`],
  };
}
