import { type Auth, tlsOf } from '../../kafka/auth.js';
import type { LoginWanted } from '../../kafka/probe-login.js';
import { printable } from '../../terminal/printable.js';

/** The protocol's name of the mechanism that the environment logs in by; undefined where it doesn't. */
export function mechanismOf(auth: Auth): string | undefined {
  switch (auth.mechanism) {
    case 'none':
    case 'tls':
      return undefined;
    case 'scram':
      return auth.algorithm.toUpperCase();
    case 'iam':
      return 'OAUTHBEARER';
    case 'plain':
      return 'PLAIN';
  }
}

/** `IAM over TLS`, `Kafka without TLS and without a login`: how the environment would speak. */
export function wantedWords(auth: Auth): string {
  const login = auth.mechanism === 'iam' ? 'IAM' : mechanismOf(auth);
  return spokenWords(tlsOf(auth) !== undefined, login);
}

/** What a listener is for. */
export function offeredWords(overTls: boolean, login: LoginWanted): string {
  if (login.kind !== 'sasl') return spokenWords(overTls, undefined);
  return spokenWords(overTls, printable(login.mechanisms.join(', ')) || 'a login of an unknown kind');
}

function spokenWords(overTls: boolean, login: string | undefined): string {
  const tls = overTls ? 'over TLS' : 'without TLS';
  return login === undefined ? `Kafka ${tls}, no login` : `${login} ${tls}`;
}
