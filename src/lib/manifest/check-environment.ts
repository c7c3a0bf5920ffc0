import { UsageError } from '../errors.js';
import type { DesiredState } from './model.js';

/**
 * The guard that needs no connection: a manifest for another environment is refused before anything is reached.
 * @throws UsageError
 */
export function checkEnvironment(desired: DesiredState, environment: string | undefined): void {
  const stranger = desired.guards.find(
    (guard) => guard.environment !== undefined && guard.environment !== environment,
  );
  if (stranger === undefined) return;
  const here = environment === undefined ? 'no environment is chosen' : `this is ${environment}`;
  throw new UsageError(
    `${stranger.file} is for the environment ${stranger.environment}, and ${here}. Nothing was reached.`,
    {
      hint: `Choose it with --env ${stranger.environment}, or give the manifest that belongs here.`,
    },
  );
}
