import { configurationStep } from './configuration-step.js';
import type { DoctorDeps } from './doctor-deps.js';
import type { Step } from './model.js';
import { settingsStep } from './settings-step.js';
import { skipped, step } from './step.js';

/** Every step of a diagnosis, and what each waits for. */
export function chainOf(deps: DoctorDeps): readonly Step[] {
  const configuration = configurationStep(deps);
  const account = step({
    layer: 'account',
    tries: 'the account',
    after: [configuration],
    run: async () => skipped('not looked at yet', {}),
  });
  const settings = settingsStep(deps, { configuration, account });
  return [configuration, account, settings];
}
