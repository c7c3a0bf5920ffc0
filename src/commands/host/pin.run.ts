import type { Context } from '../../context.js';
import { runChange } from '../../lib/change/run-change.js';
import type { ExitCode } from '../../lib/errors.js';
import { pinCapability } from '../../lib/hosts/trust/pin-capability.js';
import { changeScene } from '../change-scene.js';
import { nameOfHost, openKnownHostsOf, reachHost } from '../reach-host.js';
import type { PinOptions } from './pin.js';

/** The key is verified by logging in, unless this machine knows it already. */
export async function pinHost(
  context: Context,
  options: PinOptions & { readonly host: string | undefined },
): Promise<ExitCode> {
  const { opened, name } = await nameOfHost(context, options, options.host);
  const host = await reachHost(context, opened, options, name);
  host.close();
  const { environment } = opened;
  const aws = await opened.aws();
  const { clock } = context;
  return runChange({
    capability: pinCapability(
      { ec2: aws.ec2, knownHosts: await openKnownHostsOf(context), clock },
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
