import { abortable } from '../abortable.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { type SshStep, SshTimeoutError } from './errors.js';

/** The time that connecting may take, and the caller's signal, in one. */
export interface TimeLimit {
  /** Aborted with the caller's reason, or with SshTimeoutError. */
  readonly signal: AbortSignal;
  /** Says what is under way, for the error. */
  enter(step: SshStep): void;
  /** What the work comes to. The time that it takes isn't counted. */
  uncounted<Result>(work: () => Promise<Result>): Promise<Result>;
  /** Stops the clock, and stops listening to the caller's signal. */
  end(): void;
}

/** @param name the host's, fit to print */
export function startTimeLimit(milliseconds: number, signal: AbortSignal, name: string): TimeLimit {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  let step: SshStep = 'dial';
  let left = milliseconds;
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const run = () => {
    since = performance.now();
    timer = setTimeout(() => controller.abort(timeoutError(step, name, milliseconds)), left);
  };
  const pause = () => {
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  run();
  return {
    signal: controller.signal,
    enter(next) {
      step = next;
    },
    async uncounted(work) {
      pause();
      try {
        return await abortable(work(), controller.signal);
      } finally {
        if (!controller.signal.aborted) run();
      }
    },
    end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    },
  };
}

function timeoutError(step: SshStep, name: string, milliseconds: number): SshTimeoutError {
  const span = formatElapsed(milliseconds);
  switch (step) {
    case 'dial':
      return new SshTimeoutError(
        `Can't reach ${name}: no connection within ${span}.`,
        step,
        'A firewall or security group that drops packets looks like this, and so does a wrong address.',
      );
    case 'greeting':
      return new SshTimeoutError(
        `Can't log in to ${name}: it accepted the connection and sent no SSH greeting, for ${span} in all.`,
        step,
        "The port may not be an SSH server's, or the machine hangs: out of memory, or out of CPU credits.",
      );
    case 'key exchange':
      return new SshTimeoutError(
        `Can't log in to ${name}: it began the SSH handshake and went silent, for ${span} in all.`,
        step,
        'A network that drops large packets (a wrong MTU on a VPN) looks like this.',
      );
    case 'login':
      return new SshTimeoutError(
        `Can't log in to ${name}: it didn't answer the login, ${span} in all.`,
        step,
        'The machine may be out of memory or of CPU credits, or its login (PAM, home directory) hangs.',
      );
  }
}
