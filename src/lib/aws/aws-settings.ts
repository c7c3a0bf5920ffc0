import type { Variables } from '../config/environment-variables.js';

/** Where in AWS, as whom, and how long. */
export interface AwsSettings {
  /** A profile of the AWS configuration. The variables decide when it is left out; empty for none at all. */
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly env: Variables;
  readonly home: string;
  /** Told about each request, for `--verbose`; nothing secret is in it. */
  trace(event: string): void;
  /** Milliseconds that one try of a request may take; 20,000 when left out. */
  readonly timeoutMs?: number | undefined;
  /** Asks a person for the code of this MFA device; profiles that need one can't be used when left out. */
  readonly askMfaCode?: ((serial: string) => Promise<string>) | undefined;
  /** Nobody knows that this runs: profiles that start a program can't be used, as it may want something of a person. */
  readonly unattended?: boolean | undefined;
}
