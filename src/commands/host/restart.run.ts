import type { Context } from '../../context.js';
import { runChange } from '../../lib/change/run-change.js';
import type { ExitCode } from '../../lib/errors.js';
import { restartCapability } from '../../lib/hosts/services/restart-capability.js';
import { countOf } from '../../lib/terminal/plural.js';
import { changeScene } from '../change-scene.js';
import { reachServices } from './reach-services.js';
import type { RestartOptions } from './restart.js';

/** How long services may take until they run and are well, when nothing else is said. */
const patienceMs = 120_000;

export async function restartServices(
  context: Context,
  run: RestartOptions & { readonly verb: 'restart' | 'redeploy'; readonly services: readonly string[] },
): Promise<ExitCode> {
  const { verb } = run;
  const { host, services } = await reachServices(context, run, run.services, { withBrokers: true });
  const { environment, label, session } = host;
  try {
    return await runChange({
      capability: restartCapability(
        { session, clock: context.clock, patienceMs: run.timeout ?? patienceMs },
        { action: verb, host: label, services, brokers: knownBrokers(environment.brokers.length) },
      ),
      ...changeScene(context, run),
      command: `host ${verb}`,
      target: { environment: environment.name, host: host.settings.name, instance: host.instance.id },
      place: environment.name ?? label,
      isProtected: environment.protected,
      observing: `Reading ${countOf(services.length, 'service')}`,
    });
  } finally {
    host.close();
  }
}

/** One address is enough to reach any cluster, so that only more than one say something. */
function knownBrokers(addresses: number): number | undefined {
  return addresses > 1 ? addresses : undefined;
}
