import { AccessError, type ErrorDetails, ExopsError } from '../errors.js';

/** The host's key isn't the one that it should have, or nobody vouched for it. Thrown by whoever verifies it. */
export class SshHostKeyError extends ExopsError {}

/** What answers isn't an SSH server, or none that we have a language in common with. */
export class SshHandshakeError extends ExopsError {}

/** The host didn't let the user in. */
export class SshAuthError extends AccessError {}

/** A connection that was open is gone, and nobody here closed it. */
export class SshConnectionLostError extends ExopsError {}

/** What is under way while we connect. */
export type SshStep = 'dial' | 'greeting' | 'key exchange' | 'login';

/** The network or the server took too long. */
export class SshTimeoutError extends ExopsError {
  readonly step: SshStep;

  constructor(message: string, step: SshStep, hint: string) {
    super(message, { hint });
    this.step = step;
  }
}

/** `refused`: the address didn't answer the host. `prohibited`: the host doesn't forward. */
export type ForwardFailure = 'refused' | 'prohibited' | 'other';

/** The host couldn't, or wouldn't, connect to an address for us. */
export class SshForwardError extends ExopsError {
  readonly reason: ForwardFailure;

  constructor(message: string, reason: ForwardFailure, details: ErrorDetails) {
    super(message, details);
    this.reason = reason;
  }
}
