import { AwsError, AwsNotFoundError, AwsThrottledError, AwsUnreachableError } from '../../aws/aws-errors.js';
import { AccessError } from '../../errors.js';
import { ConflictError, GoneError, isSilence, KubernetesError } from '../../k8s/errors.js';

/** Refusals that say that it is at something else right now. */
const inUse: ReadonlySet<string> = new Set([
  'IncorrectInstanceState',
  'IncorrectState',
  'InvalidDBClusterStateFault',
  'InvalidDBInstanceState',
  'InvalidDBInstanceStateFault',
  'ResourceContention',
  'ResourceContentionFault',
  'ResourceInUseException',
  'ScalingActivityInProgress',
  'ScalingActivityInProgressFault',
]);

/** AWS failed, and says nothing of what it did. */
const ofServer = /^(Internal|Server|Service(Unavailable|Failure|Exception)|Unavailable|RequestTimeout|HTTP)/;

function isOfServer(error: unknown): boolean {
  return error instanceof AwsError && ofServer.test(error.code) && !isRefusedForNow(error);
}

/** The same may be asked again in a moment: nothing was done. */
export function isRefusedForNow(error: unknown): boolean {
  if (error instanceof AwsThrottledError || error instanceof ConflictError) return true;
  return error instanceof AwsError && inUse.has(error.code);
}

/** An answer may come in a moment. */
export function isPassing(error: unknown): boolean {
  return (
    error instanceof AwsUnreachableError ||
    error instanceof AwsThrottledError ||
    isOfServer(error) ||
    isSilence(error)
  );
}

/** Nothing was done, and asking again changes nothing about that. */
export function isRefused(error: unknown): boolean {
  if (error instanceof AccessError) return true;
  if (error instanceof AwsError) return !isOfServer(error);
  return error instanceof KubernetesError && !isSilence(error);
}

export function isGone(error: unknown): boolean {
  return error instanceof AwsNotFoundError || error instanceof GoneError;
}
