import type { Capability } from '../../change/capability.js';
import { applyRestart } from './apply-restart.js';
import { observeServices } from './observe.js';
import { planRestart, type RestartInput } from './plan-restart.js';
import type { RestartWork } from './restart-work.js';
import type { HostServices } from './service-state.js';
import { type RestartAccess, verifyRestart } from './verify-restart.js';

/** Restarts or redeploys services of a host, and waits until they run. */
export function restartCapability(
  access: RestartAccess,
  input: RestartInput,
): Capability<HostServices, RestartWork> {
  return {
    observe: () =>
      observeServices(access.session, input.services, { withDeclared: input.action === 'redeploy' }),
    plan: (observed) => planRestart(input, observed),
    apply: (plan, work) => applyRestart(access.session, plan, work),
    verify: (plan, outcomes, work) => verifyRestart(access, plan, outcomes, work),
  };
}
