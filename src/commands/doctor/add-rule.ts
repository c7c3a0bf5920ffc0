import type { Context } from '../../context.js';
import { runChange } from '../../lib/change/run-change.js';
import { ingressCapability } from '../../lib/doctor/fix/ingress-capability.js';
import type { Fix } from '../../lib/doctor/model.js';
import type { ExitCode } from '../../lib/errors.js';
import { changeScene } from '../change-scene.js';
import { openEnvironment } from '../open-environment.js';
import { reachAccount, sayTarget } from '../reach-account.js';
import type { DoctorOptions } from './doctor.js';

/** Adds a rule to a security group of the environment's account. */
export async function addRule(
  context: Context,
  options: DoctorOptions,
  { groupId, port, source }: Extract<Fix, { kind: 'security group rule' }>,
): Promise<ExitCode> {
  const opened = await openEnvironment(context, options, { kind: 'hosts', choose: () => [] });
  const { aws, target } = await reachAccount(context, opened);
  sayTarget(context, target);
  const { environment } = opened;
  return runChange({
    capability: ingressCapability(
      { network: aws.network, clock: context.clock },
      { groupId, port, source, description: `exops doctor, ${ruleText(context.user)}` },
    ),
    ...changeScene(context, options),
    command: 'doctor --fix',
    target,
    place: environment.name ?? target.account,
    isProtected: environment.protected,
    observing: `Reading the security group ${groupId}`,
  });
}

/** What EC2 takes in the description of a rule. */
function ruleText(user: string): string {
  return user.replace(/[^A-Za-z0-9 ._:/()#,@[\]+=&;{}!$*-]/g, '_').slice(0, 100);
}
