import { type Auth, tlsOf } from '../kafka/auth.js';

/** How we logged in, for people: `SCRAM-SHA-512 as ops over TLS`. Not yet printable. */
export function loginWords(auth: Auth): string {
  switch (auth.mechanism) {
    case 'none':
      return 'none, without TLS';
    case 'tls':
      return auth.tls.certificate === undefined ? 'none, over TLS' : 'client certificate, over TLS';
    case 'iam':
      return 'IAM, over TLS';
    case 'plain':
    case 'scram': {
      const name = auth.mechanism === 'plain' ? auth.mechanism : auth.algorithm;
      const tls = auth.tls === undefined ? 'without TLS' : 'over TLS';
      return `${name.toUpperCase()} as ${auth.username}, ${tls}`;
    }
  }
}

export function loginDocument(auth: Auth) {
  const username = 'username' in auth ? auth.username : null;
  return { mechanism: auth.mechanism, username, tls: tlsOf(auth) !== undefined };
}
