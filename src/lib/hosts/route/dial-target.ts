/** What is dialled, whatever the way there. */
export interface DialTarget {
  /** How the instance is called in messages: `kafka (i-0123456789abcdef0)`. */
  readonly name: string;
  readonly instanceId: string;
  readonly port: number;
  /** How long the way may take to open, in milliseconds. */
  readonly timeoutMs: number;
}

/** Of the time that one login may take, see `SshLogin.timeoutMs`. */
export const dialTimeoutMs = 10_000;
