import type { Context } from '../../context.js';
import type { Aws } from '../../lib/aws/aws.js';
import type { Needs } from '../../lib/config/environment.js';
import { loadEnvironment } from '../../lib/config/load-environment.js';
import type { MskClusterWanted } from '../../lib/config/msk-references.js';
import { UsageError } from '../../lib/errors.js';
import { type ClusterWanted, wantedOf } from '../../lib/msk/choose-cluster.js';
import { parseClusterArn } from '../../lib/msk/cluster-arn.js';
import type { AwsOptions } from '../flags.js';
import { environmentInput } from '../open-environment.js';
import { type AccountTarget, reachAccount, sayTarget } from '../reach-account.js';

export interface ReachedMsk {
  readonly aws: Aws;
  readonly target: AccountTarget;
}

const nothing = { kind: 'hosts', choose: () => [] } as const satisfies Needs;

/** AWS as the environment, the flags or nothing but the credentials say; no file is needed. */
export async function reachMsk(context: Context, options: AwsOptions): Promise<ReachedMsk> {
  const input = environmentInput(context, options);
  const environment = await loadEnvironment({ ...input, needs: nothing });
  return reach(context, { environment, aws: input.aws(environment.aws) });
}

/** The same, and which cluster is meant: that which was typed, or else that of the environment. */
export async function reachMskCluster(
  context: Context,
  options: AwsOptions,
  typed: string | undefined,
): Promise<ReachedMsk & { readonly wanted: ClusterWanted }> {
  if (typed !== undefined) {
    const wanted = wantedOf(typed);
    const region = options.region ?? parseClusterArn(typed)?.region;
    const placed = region === undefined ? options : { ...options, region };
    return { ...(await reachMsk(context, placed)), wanted };
  }
  const { wanted, ...opened } = await clusterOfEnvironment(context, options);
  return { ...(await reach(context, opened)), wanted };
}

/**
 * The cluster that exops.yaml names, without what it takes to log in there; nothing is asked about it.
 * @throws UsageError when there is no such name
 */
export async function clusterOfEnvironment(context: Context, options: AwsOptions) {
  const input = environmentInput(context, options);
  let found: MskClusterWanted | undefined;
  const environment = await loadEnvironment({
    ...input,
    needs: { ...nothing, withBrokers: true },
    mskCluster: () => async (one) => {
      found = one;
      return { arn: one.arn ?? '', brokers: notLookedUp, flavour: 'standard' };
    },
  });
  if (found === undefined) throw noCluster(environment.name);
  return { environment, aws: input.aws(environment.aws), wanted: found };
}

/** Stands where the brokers would, which nobody looks at. */
const notLookedUp = 'not-looked-up.invalid:9098';

function noCluster(environment: string | undefined): UsageError {
  const where =
    environment === undefined ? 'No exops.yaml names an MSK cluster' : `${environment} has no MSK cluster`;
  return new UsageError(`${where}: name one.`, {
    hint: 'See which there are: exops msk list. Or write into exops.yaml: cluster: { name: … }',
  });
}

async function reach(context: Context, opened: Parameters<typeof reachAccount>[1]): Promise<ReachedMsk> {
  const reached = await reachAccount(context, opened);
  sayTarget(context, reached.target);
  return reached;
}
