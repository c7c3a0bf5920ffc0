import type { ConnectionOptions } from 'node:tls';

/** TLS material as PEM texts. */
export interface TlsSettings {
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: { reveal(): string } | undefined;
  /** Overrides the name that the certificate must carry. */
  readonly serverName?: string | undefined;
}

interface Password {
  readonly username: string;
  readonly password: { reveal(): string };
  readonly tls: TlsSettings | undefined;
}

/** How a session proves who it is. */
export type Auth =
  | { readonly mechanism: 'none' }
  | { readonly mechanism: 'tls'; readonly tls: TlsSettings }
  | ({ readonly mechanism: 'plain' } & Password)
  | ({ readonly mechanism: 'scram'; readonly algorithm: 'scram-sha-256' | 'scram-sha-512' } & Password)
  | Iam;

/** MSK's IAM: OAUTHBEARER over TLS. */
interface Iam {
  readonly mechanism: 'iam';
  readonly tls: TlsSettings;
  /** Good for now; called for each login, so that whoever makes tokens keeps one as long as it is good. */
  token(): Promise<string>;
}

export function tlsOf(auth: Auth): TlsSettings | undefined {
  return auth.mechanism === 'none' ? undefined : auth.tls;
}

/** Options of `tls.connect` for a broker's host; an address gets no server name, which TLS reserves for names. */
export function tlsOptions(tls: TlsSettings, host: string, isAddress: boolean): ConnectionOptions {
  const name = tls.serverName ?? (isAddress ? undefined : host);
  return {
    host,
    // Explicit, so that NODE_TLS_REJECT_UNAUTHORIZED can't switch it off.
    rejectUnauthorized: true,
    ...(name === undefined ? {} : { servername: name }),
    ...(tls.ca === undefined ? {} : { ca: tls.ca }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key.reveal() }),
  };
}
