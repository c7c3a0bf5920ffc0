/**
 * The exit codes of every command except those that pass a remote status through.
 * `docs/exit-codes.md` is their contract; a test holds the two together.
 */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  pending: 3,
  access: 4,
  partial: 5,
  interrupted: 130,
  terminated: 143,
} as const;

/** As with ssh: a command that passes a remote status through could not get there. */
export const notReached = 255;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ErrorDetails {
  /** What the reader can do next; shown under the message. */
  hint?: string | undefined;
  cause?: unknown;
}

/**
 * An error meant for the person at the terminal: the message says what failed, on what and why,
 * in whole words, and never holds a secret. Anything else that reaches `main` is a bug of ours.
 */
export class ExopsError extends Error {
  readonly exitCode: ExitCode = exitCodes.failed;
  readonly hint: string | undefined;

  constructor(message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.hint = details.hint;
  }
}

/** The command line, `exops.yaml` or a manifest is wrong; nothing was reached. */
export class UsageError extends ExopsError {
  override readonly exitCode = exitCodes.usage;
}

/** Credentials were refused, or a right is missing. */
export class AccessError extends ExopsError {
  override readonly exitCode = exitCodes.access;
}

/** The person, or a signal, stopped the command. */
export class InterruptedError extends ExopsError {
  override readonly exitCode: ExitCode;
  readonly signal: 'SIGINT' | 'SIGTERM';

  /** @param effect what the interruption means for the world: `Nothing has changed.` */
  constructor(signal: 'SIGINT' | 'SIGTERM', effect?: string) {
    super(effect === undefined ? 'Interrupted.' : `Interrupted. ${effect}`);
    this.signal = signal;
    this.exitCode = signal === 'SIGINT' ? exitCodes.interrupted : exitCodes.terminated;
  }
}

/** What was thrown, in its own words; a library may throw anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
