import type { Context } from '../../context.js';
import type { Aws } from '../../lib/aws/aws.js';
import { runChange } from '../../lib/change/run-change.js';
import type { ExitCode } from '../../lib/errors.js';
import { usualFirstPollMs } from '../../lib/power/follow.js';
import type { Size } from '../../lib/power/model.js';
import { powerCapability } from '../../lib/power/power-capability.js';
import type { Direction } from '../../lib/power/rules/order.js';
import { readWakesTo } from '../../lib/power/rules/wakes-to.js';
import { groupName } from '../../lib/power/schedule/names.js';
import { scheduledSizes } from '../../lib/power/schedule/scheduled-sizes.js';
import { countOf } from '../../lib/terminal/plural.js';
import { changeScene } from '../change-scene.js';
import { commandLine, flagsOf } from '../command-line.js';
import { type OpenEnvironment, openEnvironment } from '../open-environment.js';
import { reachSleepers } from '../reach-sleepers.js';
import type { PowerOptions } from './sleep.js';

/** For each resource; milliseconds. */
const defaultWaitMs = 30 * 60_000;

export interface PowerRun extends PowerOptions {
  readonly names: readonly string[];
}

/** Sleep or wake, from the flags to the exit code. */
export async function changePower(context: Context, direction: Direction, run: PowerRun): Promise<ExitCode> {
  const wakesTo = readWakesTo(run.wakesTo ?? []);
  const opened = await openEnvironment(context, run, { kind: 'sleep' });
  const reached = await reachSleepers(context, opened, run);
  const { environment } = opened;
  try {
    const capability = powerCapability(
      {
        ports: reached.ports,
        clock: context.clock,
        entries: environment.sleep,
        patienceMs: run.wait ?? defaultWaitMs,
        firstPollMs: usualFirstPollMs,
        again: commandOf(direction, run),
        back: commandOf(direction === 'sleep' ? 'wake' : 'sleep', run),
        kafka: run.kafka ? async () => (await import('./kafka-look.js')).kafkaLook(context, run) : undefined,
        unstoppable: direction === 'sleep' ? await unstoppableOf(context, opened, reached.aws) : undefined,
        scheduled: (_, signal) => scheduledIn(reached.aws, reached.place, signal),
      },
      direction,
      {
        names: run.names,
        wakesTo,
        drifted: run.drifted,
        takeOver: run.takeOver === true,
        user: context.user,
      },
    );
    return await runChange({
      capability,
      ...changeScene(context, run),
      command: `dev ${direction}`,
      target: reached.target,
      place: reached.place,
      isProtected: environment.protected,
      observing: `Reading ${countOf(environment.sleep.length, 'line')} of the sleep list`,
    });
  } finally {
    reached.close();
  }
}

/** How long what can't be stopped is waited for beside the rest, as Kafka is; milliseconds. */
const unstoppablePatienceMs = 10_000;

async function unstoppableOf(context: Context, { environment }: OpenEnvironment, aws: Aws) {
  const [{ billSources }, { unstoppableLook }] = await Promise.all([
    import('./bill-sources.js'),
    import('../../lib/power/status/observe-unstoppable.js'),
  ]);
  const sources = billSources(context, { aws, environment }, unstoppablePatienceMs);
  return unstoppableLook(sources, environment.sleep);
}

async function scheduledIn(
  { scheduler }: Pick<Aws, 'scheduler'>,
  environment: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Size | undefined>> {
  return scheduledSizes((await scheduler.schedules(groupName(environment), signal)) ?? []);
}

/** With what it takes to find the same environment. */
function commandOf(direction: Direction, run: PowerRun): string {
  const { env, config, profile, region, context, namespace, kubeconfig, names } = run;
  const flags = flagsOf({ env, config, profile, region, context, namespace, kubeconfig });
  return commandLine(`exops dev ${direction}`, [...names, ...flags]);
}
