import type { Context } from '../../context.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { openEnvironment } from '../open-environment.js';
import type { PowerRun } from './change-power.js';

/** @throws UsageError for a protected environment, before anything is reached */
export async function putToSleep(context: Context, run: PowerRun): Promise<ExitCode> {
  // No reference is resolved for that.
  const { environment } = await openEnvironment(context, run, { kind: 'hosts', choose: () => [] });
  if (environment.protected)
    throw new UsageError(
      `The environment ${environment.name} is protected, and isn't put to sleep. Nothing was reached.`,
      { hint: `${environment.configFile} says protected: true.` },
    );
  const { changePower } = await import('./change-power.js');
  return changePower(context, 'sleep', run);
}
