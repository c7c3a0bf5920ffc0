import type { Context } from '../../context.js';
import { runChange } from '../../lib/change/run-change.js';
import type { ExitCode } from '../../lib/errors.js';
import { findHost } from '../../lib/hosts/approach.js';
import { forgetCapability } from '../../lib/hosts/trust/forget-capability.js';
import { changeScene } from '../change-scene.js';
import type { PlanFlags } from '../flags.js';
import { approachNamed, nameOfHost, openKnownHostsOf } from '../reach-host.js';
import type { ForgetOptions } from './forget.js';

export async function forgetHost(
  context: Context,
  options: ForgetOptions & PlanFlags & { readonly host: string },
): Promise<ExitCode> {
  const { id, name } = await idOf(context, options);
  return runChange({
    capability: forgetCapability(openKnownHostsOf(context), { instanceId: id, name }),
    ...changeScene(context, options),
    command: 'host forget',
    target: { instance: id },
    place: name,
    isProtected: false,
    observing: 'Reading the pinned keys',
  });
}

/** An id needs no AWS: the instance may be gone, and its key is to be forgotten all the same. */
async function idOf(
  context: Context,
  options: ForgetOptions & { readonly host: string },
): Promise<{ readonly id: string; readonly name: string }> {
  if (/^i-[0-9a-f]{8,17}$/.test(options.host)) return { id: options.host, name: options.host };
  const { opened, name } = await nameOfHost(context, options, options.host);
  const { deps, chain } = await approachNamed(context, opened, options, name);
  const [{ instance }] = chain;
  if (instance.by === 'id') return { id: instance.id, name };
  const found = await findHost(deps, chain[0]);
  return { id: found.instance.id, name };
}
