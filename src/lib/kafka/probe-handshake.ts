import { isIP } from 'node:net';
import tls from 'node:tls';
import { type TlsSettings, tlsOptions } from './auth.js';
import { type Asked, apiVersionsFrame, ask, certificateNames, type Ended } from './probe-port.js';

/** How TLS goes with a port. */
export type TlsAnswer =
  | { readonly kind: 'trusted'; readonly certificate: CertificateFacts }
  /** OpenSSL's or Node's word for what is wrong with the certificate: `CERT_HAS_EXPIRED`. */
  | { readonly kind: 'untrusted'; readonly code: string; readonly certificate: CertificateFacts }
  /** The broker ended it with an alert about our own certificate: `certificate required`. */
  | { readonly kind: 'refused'; readonly alert: string }
  /** It isn't TLS that answers, or nothing does. */
  | { readonly kind: 'no tls'; readonly ended: Ended };

export interface CertificateFacts {
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validTo: number;
  /** Who signed it; empty when it doesn't say. */
  readonly issuer: string;
}

/**
 * Begins TLS as a client with these settings would. Unlike that client it looks at a certificate that can't be trusted, and
 * then says nothing more. A broker that refuses ours says so after its first request only, which is one for its versions.
 */
export function probeHandshake(asked: Asked, settings: TlsSettings): Promise<TlsAnswer> {
  let trusted: TlsAnswer | undefined;
  // Whether it is Kafka that is silent behind TLS is for another layer.
  const otherwise = (ended: Ended): TlsAnswer => trusted ?? { kind: 'no tls', ended };
  return ask<TlsAnswer>(asked, otherwise, (plain, answer) => {
    const { host } = asked.address;
    const options = { ...tlsOptions(settings, host, isIP(host) !== 0), rejectUnauthorized: false };
    const secure = tls.connect({ ...options, socket: plain });
    secure.once('secureConnect', () => {
      const certificate = factsOf(secure);
      if (!secure.authorized) {
        answer({ kind: 'untrusted', code: codeOf(secure.authorizationError), certificate });
        return;
      }
      const answered: TlsAnswer = { kind: 'trusted', certificate };
      trusted = answered;
      secure.once('data', () => answer(answered));
      secure.write(apiVersionsFrame);
    });
    secure.on('error', (error) => {
      const alert = alertOf(error);
      answer(alert === undefined ? otherwise('closed') : { kind: 'refused', alert });
    });
    secure.once('close', () => answer(otherwise('closed')));
  });
}

/** `certificate required`, of what OpenSSL says: `…:tlsv13 alert certificate required:…` */
function alertOf(error: Error): string | undefined {
  const alert = /alert ([a-z ]+)/.exec(error.message)?.[1];
  return alert !== undefined && 'code' in error && String(error.code).startsWith('ERR_SSL_')
    ? alert
    : undefined;
}

function codeOf(reason: unknown): string {
  if (reason instanceof Error) return 'code' in reason ? String(reason.code) : reason.message;
  return String(reason);
}

function factsOf(secure: tls.TLSSocket): CertificateFacts {
  const certificate = secure.getPeerCertificate();
  const issuer = certificate.issuer?.CN ?? certificate.issuer?.O;
  return {
    names: certificateNames(secure),
    validFrom: Date.parse(certificate.valid_from),
    validTo: Date.parse(certificate.valid_to),
    issuer: [issuer ?? ''].flat().join(', '),
  };
}
