import type { ProcessIdentity } from './lib/ssh/known-hosts-lock.js';
import type { Terminal } from './lib/terminal/terminal.js';

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds, or rejects with the signal's reason when that is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Everything of the world that a command may touch. Tests pass other ones. */
export interface Context {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly home: string;
  /** Who runs this, for records: a login name. */
  readonly user: string;
  /** This process, for locks between several. */
  readonly self: ProcessIdentity;
  /** Aborted by the first Ctrl-C, with an InterruptedError as its reason. */
  readonly signal: AbortSignal;
}
