import type { CredentialProvider } from '../credentials.js';

/** What may be told of the credentials that requests are signed with. */
export interface CredentialsFacts {
  /** With most of it left out: `AKIA…MPLE`. */
  readonly accessKeyId: string;
  /** In words, as the user wrote the profile: `the profile liquibook, from SSO`. */
  readonly source: string;
  /** Milliseconds since the epoch; undefined when they last, or don't say. */
  readonly expiresAt: number | undefined;
  /** The one that all clients share; it renews them a minute before their end. */
  readonly provider: CredentialProvider;
}
