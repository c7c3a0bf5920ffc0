import type { Context } from '../../context.js';
import type { Capability } from '../../lib/change/capability.js';
import { runChange } from '../../lib/change/run-change.js';
import type { ExitCode } from '../../lib/errors.js';
import { keepOffsets } from '../../lib/groups/keep-offsets.js';
import type { ResetAccess } from '../../lib/groups/reset/reset-capability.js';
import { quoteWord } from '../../lib/ssh/quote.js';
import { stateFolder } from '../../lib/state-folder.js';
import { changeScene } from '../change-scene.js';
import type { ClusterOptions, OutputOptions, PlanFlags } from '../flags.js';
import { clusterEnvironment, reachCluster } from '../reach-cluster.js';

export interface GroupChangeRun extends ClusterOptions, PlanFlags, OutputOptions {
  /** As typed. */
  readonly command: string;
}

/** Runs a change of groups in the environment's cluster; offsets as they were go to the state folder. */
export async function changeGroups<Observed, Detail>(
  context: Context,
  run: GroupChangeRun,
  capabilityOf: (access: ResetAccess) => Capability<Observed, Detail>,
): Promise<ExitCode> {
  const opened = await clusterEnvironment(context, run);
  const { environment } = opened;
  const { session, target, place, close } = await reachCluster(context, opened, run);
  const at =
    environment.name === undefined ? ['--brokers', String(target['brokers'])] : ['-e', environment.name];
  const states = stateFolder(context.env, context.home);
  try {
    return await runChange({
      capability: capabilityOf({
        client: session,
        clock: context.clock,
        clusterId: environment.cluster.clusterId,
        keep: (group, text) => keepOffsets(states, group, text, context.clock.now()),
        undo: (group, file) =>
          ['exops groups reset', ...[group, '--from-file', file, ...at].map(quoteWord)].join(' '),
      }),
      ...changeScene(context, run),
      command: run.command,
      target,
      place,
      isProtected: environment.protected,
      observing: 'Reading offsets',
    });
  } finally {
    close();
  }
}
