import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { checkEnvironment } from '../../lib/manifest/check-environment.js';
import { loadManifests } from '../../lib/manifest/load-manifests.js';
import type { DesiredState } from '../../lib/manifest/model.js';
import { countOf } from '../../lib/terminal/plural.js';
import { topicsCapability } from '../../lib/topics/topics-capability.js';
import { type ClusterEnvironment, clusterEnvironment } from '../reach-cluster.js';
import { changeTopicsOf, parseThrottle } from './change-topics.js';
import type { SyncOptions } from './sync.js';

export interface SyncRun extends SyncOptions {
  /** As typed. */
  readonly command: string;
  readonly manifests: readonly string[];
}

export async function syncTopics(context: Context, run: SyncRun): Promise<ExitCode> {
  const throttle = parseThrottle(run.throttle);
  const opened = await clusterEnvironment(context, run);
  const desired = await desiredState(context, run, opened.environment);
  const { command, prune = false, pin = false } = run;
  return changeTopicsOf(context, opened, {
    options: run,
    command,
    observing: `Reading ${countOf(desired.topics.length, 'topic')}`,
    capability: (access, cluster) => topicsCapability(access, { ...cluster, desired, throttle, prune, pin }),
  });
}

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
