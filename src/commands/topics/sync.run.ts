import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { runChange } from '../../lib/change/run-change.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { checkEnvironment } from '../../lib/manifest/check-environment.js';
import { loadManifests } from '../../lib/manifest/load-manifests.js';
import type { DesiredState } from '../../lib/manifest/model.js';
import { parseQuantity } from '../../lib/manifest/quantity.js';
import { countOf } from '../../lib/terminal/plural.js';
import type { Throttle } from '../../lib/topics/throttle.js';
import { topicsCapability } from '../../lib/topics/topics-capability.js';
import { changeScene } from '../change-scene.js';
import { type ClusterEnvironment, clusterEnvironment, reachCluster } from '../reach-cluster.js';
import type { SyncOptions } from './sync.js';

export interface SyncRun extends SyncOptions {
  /** As typed. */
  readonly command: string;
  readonly manifests: readonly string[];
}

export async function syncTopics(context: Context, run: SyncRun): Promise<ExitCode> {
  const throttle = parseThrottle(run.throttle);
  const opened = await clusterEnvironment(context, run);
  const { environment } = opened;
  const desired = await desiredState(context, run, environment);
  const { session, target, place, close } = await reachCluster(context, opened, run);
  const { kind, clusterId, msk } = environment.cluster;
  try {
    return await runChange({
      capability: topicsCapability(
        { client: session, clock: context.clock, changeTimeoutMs: run.timeout ?? defaultChangeMs },
        {
          desired,
          kind,
          msk: msk?.flavour,
          clusterId,
          throttle,
          prune: run.prune === true,
          pin: run.pin === true,
        },
      ),
      ...changeScene(context, run),
      command: run.command,
      target,
      place,
      isProtected: environment.protected,
      observing: `Reading ${countOf(desired.topics.length, 'topic')}`,
    });
  } finally {
    close();
  }
}

/** How long a broker may take to carry a change out. */
const defaultChangeMs = 30_000;

async function desiredState(
  context: Context,
  { manifests, prune }: SyncRun,
  environment: ClusterEnvironment,
): Promise<DesiredState> {
  const paths = manifests.length > 0 ? manifests : environment.topics;
  if (paths.length === 0)
    throw new UsageError('No manifest: nothing says which topics there should be.', {
      hint: 'Name a file or a folder, or set topics: of the environment in exops.yaml.',
    });
  const { cwd, terminal, signal } = context;
  const desired = await abortable(
    loadManifests({ paths, cwd, readInput: (limit) => terminal.readInput(limit) }),
    signal,
  );
  checkEnvironment(desired, environment.name);
  if (prune === true && desired.scopes.length === 0)
    throw new UsageError('--prune needs a scope: nothing says which topics the manifests own.', {
      hint: 'Add scope: { include: ["orders.*"] } to the manifest.',
    });
  return desired;
}

function parseThrottle(text: string): Throttle {
  if (text === 'none') return undefined;
  const rate = parseQuantity(text, 'bytes');
  if (rate !== undefined && rate > 0n) return rate;
  throw new UsageError(`--throttle: expected a size such as 50MiB, or none, got "${text}".`);
}
