import type { Context } from '../../context.js';
import { runChange } from '../../lib/change/run-change.js';
import type { ExitCode } from '../../lib/errors.js';
import { findHost } from '../../lib/hosts/approach.js';
import { pinCapability } from '../../lib/hosts/trust/pin-capability.js';
import { dottedLine } from '../../lib/terminal/dotted-line.js';
import { changeScene } from '../change-scene.js';
import { approachNamed, nameOfHost, reachHost } from '../reach-host.js';
import type { PinOptions } from './pin.js';

/**
 * The key is verified by logging in, unless this machine has pinned one: then the tag may be what is wrong, and a
 * login would be refused for that.
 */
export async function pinHost(
  context: Context,
  options: PinOptions & { readonly host: string | undefined },
): Promise<ExitCode> {
  const { opened, name } = await nameOfHost(context, options, options.host);
  const { deps, chain, place } = await approachNamed(context, opened, options, name);
  const host = await findHost(deps, chain[0]);
  const { environment } = opened;
  const { err } = context.terminal;
  err.line(dottedLine([environment.name, place, host.label], err.columns));
  if ((await deps.knownHosts.find(host.instance.id)).length === 0)
    (await reachHost(context, opened, options, name)).close();
  return runChange({
    capability: pinCapability(
      { ec2: deps.aws.ec2, knownHosts: deps.knownHosts, clock: context.clock },
      { instanceId: host.instance.id, name: host.settings.name },
    ),
    ...changeScene(context, options),
    command: 'host pin',
    target: { environment: environment.name, host: host.settings.name, instance: host.instance.id },
    place: environment.name ?? host.label,
    isProtected: environment.protected,
    observing: `Reading the tags of ${host.label}`,
  });
}
