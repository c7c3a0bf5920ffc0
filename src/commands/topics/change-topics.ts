import type { Context } from '../../context.js';
import type { Capability } from '../../lib/change/capability.js';
import { runChange } from '../../lib/change/run-change.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { parseQuantity } from '../../lib/manifest/quantity.js';
import type { ClusterAccess } from '../../lib/topics/cluster-access.js';
import type { Throttle } from '../../lib/topics/throttle.js';
import type { TopicsInput } from '../../lib/topics/topics-capability.js';
import { changeScene } from '../change-scene.js';
import type { ClusterOptions, OutputOptions, PlanFlags } from '../flags.js';
import { clusterEnvironment, type OpenClusterEnvironment, reachCluster } from '../reach-cluster.js';

/** How long a broker may take to carry a change out; milliseconds. */
const defaultChangeMs = 30_000;

export interface TopicsRun<Observed, Detail> {
  readonly options: ClusterOptions & PlanFlags & OutputOptions;
  /** As typed, without flags: `topics create`. */
  readonly command: string;
  /** For the progress line. */
  readonly observing: string;
  capability(
    access: ClusterAccess,
    cluster: Pick<TopicsInput, 'kind' | 'msk' | 'clusterId'>,
  ): Capability<Observed, Detail>;
}

/** Changes topics of the environment's cluster, in the one way in which everything is changed. */
export async function changeTopics<Observed, Detail>(
  context: Context,
  run: TopicsRun<Observed, Detail>,
): Promise<ExitCode> {
  return changeTopicsOf(context, await clusterEnvironment(context, run.options), run);
}

/** The same in an environment that is known already. */
export async function changeTopicsOf<Observed, Detail>(
  context: Context,
  opened: OpenClusterEnvironment,
  { options, command, observing, capability }: TopicsRun<Observed, Detail>,
): Promise<ExitCode> {
  const { environment } = opened;
  const { session, target, place, close } = await reachCluster(context, opened, options);
  const { kind, clusterId, msk } = environment.cluster;
  const access = {
    client: session,
    clock: context.clock,
    changeTimeoutMs: options.timeout ?? defaultChangeMs,
  };
  try {
    return await runChange({
      capability: capability(access, { kind, clusterId, msk: msk?.flavour }),
      ...changeScene(context, options),
      command,
      target,
      place,
      isProtected: environment.protected,
      observing,
    });
  } finally {
    close();
  }
}

/** @throws UsageError */
export function parseThrottle(text: string): Throttle {
  if (text === 'none') return undefined;
  const rate = parseQuantity(text, 'bytes');
  if (rate !== undefined && rate > 0n) return rate;
  throw new UsageError(`--throttle: expected a size such as 50MiB, or none, got "${text}".`);
}
