import type { Instance } from '../../aws/aws.js';
import type { AwsError } from '../../aws/aws-errors.js';
import { launchAdvice } from './explain-launch.js';
import { sayTrouble } from './say-trouble.js';

/** Somebody wanted it so, or it is only on its way. */
const harmless =
  /^pending\b|Client\.(?:UserInitiated(?:Shutdown|Hibernate)|InstanceInitiatedShutdown)|^User initiated/i;

/** Why an instance isn't running although somebody wanted it to: its StateReason, explained. */
export function instanceTrouble({
  state,
  stateReason,
}: Pick<Instance, 'state' | 'stateReason'>): string | undefined {
  if (state === 'running' || stateReason === undefined || harmless.test(stateReason)) return undefined;
  return sayTrouble(stateReason, launchAdvice(stateReason));
}

type Refusal = Pick<AwsError, 'code' | 'message'>;

const inBetween = 'It is in between two states: run the command again in a minute.';

/** What to do when EC2 refuses to stop one. */
export function stopAdvice({ code, message }: Refusal): string | undefined {
  switch (code) {
    case 'OperationNotPermitted':
      return /disableApiStop/i.test(message)
        ? 'It has stop protection (disableApiStop), which exops never turns off: leave it out with skip: true.'
        : undefined;
    case 'IncorrectSpotRequestState':
    case 'UnsupportedOperation':
      return 'Only Spot Instances of a persistent request, with EBS volumes, can be stopped: leave it out with skip: true.';
    case 'IncorrectInstanceState':
      return inBetween;
    default:
      return undefined;
  }
}

/** What to do when EC2 refuses to start one. */
export function startAdvice({ code, message }: Refusal): string | undefined {
  if (code === 'IncorrectInstanceState') return inBetween;
  return code === 'IncorrectSpotRequestState'
    ? 'Its Spot request was cancelled or has expired: it starts no more, and has to be made anew from its volumes.'
    : launchAdvice(`${code}: ${message}`);
}
