import type { Aws } from '../aws/aws.js';
import type { EnvironmentSettings } from '../config/environment-settings.js';
import type { ReadSetting } from '../config/resolve-settings.js';
import { parseClusterArn } from '../msk/cluster-arn.js';
import { unknown } from './arns.js';
import type { PolicyCluster } from './facts.js';

/**
 * The environment's cluster, where it is one of MSK: by its name or ARN, or with logins of IAM at brokers that are written
 * down.
 * @param read gives what isn't known as `unknown`
 */
export function policyCluster(
  { cluster, msk }: Pick<EnvironmentSettings, 'cluster' | 'msk'>,
  read: ReadSetting,
): PolicyCluster | undefined {
  const isThroughIam = cluster?.auth.mechanism.value === 'iam';
  const given = cluster === undefined ? msk : cluster.msk;
  if (given === undefined) return isThroughIam ? { ...unnamed, isThroughIam } : undefined;
  const text = read(given.cluster).text;
  if (given.by === 'name') return { ...unnamed, name: text, lookUp: 'name', isThroughIam };
  const parts = parseClusterArn(text);
  return { ...unnamed, ...parts, lookUp: 'arn', isThroughIam };
}

const unnamed = {
  ...{ name: unknown, uuid: unknown, lookUp: undefined },
  ...{ region: undefined, accountId: undefined },
};

/** With the id that AWS made for it, when there is one cluster of its name. */
export async function findCluster(
  msk: Pick<Aws['msk'], 'clusters'>,
  cluster: PolicyCluster,
  signal: AbortSignal,
): Promise<PolicyCluster> {
  if (cluster.lookUp !== 'name' || cluster.name.includes(unknown)) return cluster;
  const [found, ...others] = await msk.clusters(cluster.name, signal);
  const parts = found === undefined || others.length > 0 ? undefined : parseClusterArn(found.arn);
  return parts === undefined ? cluster : { ...cluster, uuid: parts.uuid };
}
